import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { conceptsOf } from '../../src/language/concepts.ts';
import { featureHash, featureHashes, featuresOf } from '../../src/language/features.ts';
import { productsNamed } from '../../src/language/product-names.ts';

describe('features', () => {
  it('tells scripts apart within one run of letters', () => {
    const features = featuresOf('Teams的密码');
    for (const expected of ['w teams', 'b teams 的', 'h 的', 'h 密码', 'h 的密码', 'p teams', '<tea', 'ams>']) {
      assert.ok(features.includes(expected), expected);
    }
    assert.ok(!features.some((feature) => feature.startsWith('w teams的')));
  });

  it('joins no neighbours over the end of a sentence', () => {
    const features = featuresOf('收不到。邮件');
    assert.ok(features.includes('h 收不到'));
    assert.ok(!features.includes('h 到邮'));
  });

  it('gives a nickname and a full name the same product', () => {
    for (const text of ['EXO', 'Exchange Online', 'exo的'])
      assert.ok(featuresOf(text).includes('p exchange-online'), text);
  });

  it('shares notions between the languages', () => {
    for (const text of ['邮件转发', 'redirect my mail', 'forwarding mails']) {
      assert.ok(featuresOf(text).includes('k forward mail'), text);
    }
  });

  it('notes a question', () => {
    assert.ok(featuresOf('可以吗？').includes('q ?'));
    assert.ok(!featuresOf('可以').includes('q ?'));
  });

  it('costs a bounded time', () => {
    for (const text of ['a'.repeat(20_000), '邮'.repeat(20_000), 'ab '.repeat(7_000), ' '.repeat(20_000)]) {
      const started = performance.now();
      featuresOf(text);
      assert.ok(performance.now() - started < 500);
    }
  });

  it('hashes as FNV-1a does', () => {
    assert.equal(featureHash(''), 0x811c9dc5);
    assert.equal(featureHash('a'), 0xe40c292c);
    assert.equal(featureHash('foobar'), 0xbf9cf968);
  });

  it('reads any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        assert.equal(featureHashes(text).length, featuresOf(text).length);
      }),
    );
  });
});

describe('notions', () => {
  it('finds stems, phrases and Han terms', () => {
    assert.ok(conceptsOf(['migrating']).has('migrate'));
    assert.ok(conceptsOf(['send', 'on', 'behalf']).has('delegate'));
    assert.ok(conceptsOf(['can', 't']).has('cannot'));
    assert.ok(conceptsOf([...'共享邮箱']).has('shared-mailbox'));
    assert.equal(conceptsOf(['xyzzy']).size, 0);
  });
});

describe('product names', () => {
  it('finds Latin names as whole words only', () => {
    assert.deepEqual(productsNamed('steams and expo'), []);
    assert.deepEqual(productsNamed('teams2 和teams'), ['teams']);
  });

  it('names each product once', () => {
    assert.deepEqual(productsNamed('spo sharepoint o365 世纪互联'), ['sharepoint-online', 'suite']);
  });
});
