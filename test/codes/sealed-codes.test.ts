import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createSealedCodes } from '../../src/codes/sealed-codes.ts';

const codes = createSealedCodes(['a-secret-0123456789abcdef0123456789']);

describe('sealed codes', () => {
  it('have as many digits as asked for, and are not the same again', () => {
    const made = new Set(Array.from({ length: 200 }, () => codes.newCode(6)));
    assert.ok(made.size > 190);
    for (const code of made) assert.match(code, /^\d{6}$/);
    assert.match(codes.newCode(8), /^\d{8}$/);
  });

  it('fit their own code and id only', () => {
    const code = fc.stringMatching(/^\d{6}$/);
    fc.assert(
      fc.property(fc.uuid(), code, fc.uuid(), code, (id, right, otherId, wrong) => {
        const seal = codes.seal(id, right);
        assert.equal(codes.isSealOf(seal, id, right), true);
        assert.equal(codes.isSealOf(seal, id, wrong), wrong === right);
        assert.equal(codes.isSealOf(seal, otherId, right), otherId === id);
        assert.ok(!seal.includes(right));
      }),
    );
  });

  it('are no use without the secret, and survive its change', () => {
    const seal = codes.seal('one', '123456');
    assert.equal(createSealedCodes(['another-secret']).isSealOf(seal, 'one', '123456'), false);
    const rotated = createSealedCodes(['another-secret', 'a-secret-0123456789abcdef0123456789']);
    assert.equal(rotated.isSealOf(seal, 'one', '123456'), true);
    assert.throws(() => createSealedCodes([]), { code: 'InvalidConfiguration' });
  });

  it('take a seal of nothing, or of rubbish, for no code at all', () => {
    assert.equal(codes.isSealOf('', 'one', '123456'), false);
    assert.equal(codes.isSealOf('rubbish', 'one', '123456'), false);
    assert.equal(codes.isSealOf(codes.seal('one', ''), 'one', '000000'), false);
  });

  it('make the same pseudonym of the same name, and tell nothing of it', () => {
    assert.equal(codes.pseudonym('contoso.example'), codes.pseudonym('contoso.example'));
    assert.notEqual(codes.pseudonym('contoso.example'), codes.pseudonym('fabrikam.example'));
    assert.doesNotMatch(codes.pseudonym('contoso.example'), /contoso/);
  });
});
