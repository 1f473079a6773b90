import assert from 'node:assert/strict';
import { SignJWT } from 'jose';
import { createTokens, type Grant, RESUME_SECONDS, TOKEN_SECONDS } from '../../src/directline/tokens.ts';
import { createHandClock } from './endpoint-double.ts';

const GRANT: Grant = { conversationId: 'c1', user: { id: 'dl_a', name: '张伟' }, trustedOrigins: [] };
const FORGED = { ok: false, expired: false };
const EXPIRED = { ok: false, expired: true };

describe('tokens', () => {
  const clock = createHandClock();
  const tokens = createTokens(['new secret', 'old secret'], clock);

  it('give back what they were made for', async () => {
    assert.deepEqual(await tokens.check(await tokens.issue(GRANT)), { ok: true, grant: GRANT });
    const anonymous: Grant = { conversationId: 'c2', user: null, trustedOrigins: ['https://a.example'] };
    assert.deepEqual(await tokens.check(await tokens.issue(anonymous)), { ok: true, grant: anonymous });
  });

  it('name the user as Web Chat reads it', async () => {
    const [, payload = ''] = (await tokens.issue(GRANT)).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    assert.equal(claims.user, 'dl_a');
    assert.equal(claims.exp - claims.iat, TOKEN_SECONDS);
  });

  it('end after half an hour', async () => {
    const own = createHandClock();
    const made = createTokens(['s'], own);
    const token = await made.issue(GRANT);
    own.forward(TOKEN_SECONDS - 1);
    assert.equal((await made.check(token)).ok, true);
    own.forward(1);
    assert.deepEqual(await made.check(token), EXPIRED);
  });

  it('can be exchanged for seven days after that and no longer', async () => {
    const own = createHandClock();
    const made = createTokens(['s'], own);
    const token = await made.issue(GRANT);
    own.forward(TOKEN_SECONDS + RESUME_SECONDS - 1);
    assert.equal((await made.checkForResume(token)).ok, true);
    own.forward(1);
    assert.deepEqual(await made.checkForResume(token), EXPIRED);
  });

  it('of an older secret still count, those of a foreign one do not', async () => {
    assert.equal((await tokens.check(await createTokens(['old secret'], clock).issue(GRANT))).ok, true);
    assert.deepEqual(await tokens.check(await createTokens(['foreign'], clock).issue(GRANT)), FORGED);
  });

  it('that were checked before are checked by every sign, and no longer than they live', async () => {
    const own = createHandClock();
    const made = createTokens(['s'], own);
    const token = await made.issue(GRANT);
    for (let time = 0; time < 3; time += 1) assert.deepEqual(await made.check(token), { ok: true, grant: GRANT });
    assert.deepEqual(await made.check(`${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`), FORGED);
    assert.deepEqual(await made.checkTicket(token), FORGED);
    own.forward(TOKEN_SECONDS);
    assert.deepEqual(await made.check(token), EXPIRED);
  });

  it('are not tickets, nor tickets tokens', async () => {
    assert.deepEqual(await tokens.check(await tokens.issueTicket('c1')), FORGED);
    assert.deepEqual(await tokens.checkTicket(await tokens.issue(GRANT)), FORGED);
    assert.deepEqual(await tokens.checkForResume(await tokens.issueTicket('c1')), FORGED);
  });

  it('are refused when they are changed, unsigned or signed with the secret itself', async () => {
    const token = await tokens.issue(GRANT);
    const [head = '', payload = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, conv: 'c2' })).toString('base64url');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const direct = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode('new secret'));
    for (const forged of [
      `${head}.${changed}.${signature}`,
      `${none}.${payload}.`,
      direct,
      `${token}x`,
      '',
      'a.b.c',
      'x'.repeat(9000),
    ]) {
      assert.deepEqual(await tokens.check(forged), FORGED, forged.slice(0, 40));
    }
  });

  it('know the secrets themselves', () => {
    assert.ok(tokens.isSecret('new secret'));
    assert.ok(tokens.isSecret('old secret'));
    assert.ok(!tokens.isSecret('new secre'));
    assert.ok(!tokens.isSecret(''));
  });

  it('cannot be made without a secret', () => {
    assert.throws(() => createTokens([], clock), { code: 'InvalidConfiguration' });
  });
});
