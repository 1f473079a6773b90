import assert from 'node:assert/strict';
import fc from 'fast-check';
import { notionsOf } from '../../src/language/concepts.ts';
import { cutText } from '../../src/language/cut-text.ts';
import { featureHash } from '../../src/language/feature-hash.ts';
import { FEATURE_GROUPS, featureHashes } from '../../src/language/features.ts';
import { normalise, withPlaceholders } from '../../src/language/normalisation.ts';
import { findProduct } from '../../src/language/product-names.ts';
import { sentencesOf } from '../../src/language/units.ts';
import { takesAtMost } from '../support/time-bound.ts';

const has = (text: string, feature: string): boolean =>
  featureHashes(cutText(normalise(text))).includes(featureHash(feature));
const notions = (text: string): string[] => notionsOf(text, sentencesOf(text));

describe('features', () => {
  it('tells scripts apart within one run of letters', () => {
    for (const expected of ['w teams', 'b teams 的', 'h 的', 'h 密码', '<tea', 'teams', 'ams>']) {
      assert.ok(has('Teams的密码', expected), expected);
    }
    assert.ok(!has('Teams的密码', 'w teams的'));
  });

  it('names every feature of a text, in order', () => {
    const expected = ['w ab', '<ab', 'ab>', '<ab>', 'b ab 邮', 'h 邮', 'h 邮票', 'h 票', '^ ab', '$ 票'];
    const hashes = [...featureHashes(cutText('ab 邮票?'))].filter((hash) => hash !== featureHash('k mail'));
    assert.deepEqual(hashes, expected.map(featureHash));
  });

  it('notes what each sentence begins and ends with', () => {
    for (const expected of ['^ can', '$ 吗', '^ 急', '$ 急']) assert.ok(has('Can 登录吗？急！', expected), expected);
    assert.ok(!has('Can 登录吗？急！', '$ can'));
  });

  it('takes grams of the beginning of a very long word, and the word as a whole', () => {
    const word = 'abcdefghijklmnopqrstuvwxyz';
    assert.ok(has(word, `w ${word}`));
    assert.ok(has(word, 'wx>'));
    assert.ok(!has(word, 'yz>'));
  });

  it('joins no neighbours over the end of a sentence', () => {
    assert.ok(has('收不到。邮件', 'h 不到'));
    assert.ok(!has('收不到。邮件', 'h 到邮'));
  });

  it('shares notions between the languages', () => {
    for (const text of ['邮件转发', 'redirect my mail', 'forwarding mails']) {
      assert.ok(has(text, 'k forward') && has(text, 'k mail'), text);
    }
  });

  it('leaves out the kinds that it is told to', () => {
    const text = cutText(normalise('Teams 转发 forward?'));
    const counts = FEATURE_GROUPS.map((group) => featureHashes(text, new Set([group])).length);
    for (const count of counts) assert.ok(count < featureHashes(text).length);
    assert.deepEqual([...featureHashes(text, new Set(FEATURE_GROUPS))], []);
  });

  it('costs a bounded time', async () => {
    for (const text of ['a'.repeat(20_000), '邮'.repeat(20_000), 'ab '.repeat(7_000), ' '.repeat(20_000)]) {
      await takesAtMost(500, text.slice(0, 10), () => featureHashes(cutText(normalise(text))));
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
        const plain = withPlaceholders(normalise(text));
        const words = sentencesOf(plain).flat();
        for (const { start, end, han } of words) assert.ok(has(text, `${han ? 'h' : 'w'} ${plain.slice(start, end)}`));
      }),
    );
  });
});

describe('notions', () => {
  it('finds stems, phrases and Han terms', () => {
    assert.deepEqual(notions('migrating'), ['migrate']);
    assert.ok(notions('send on behalf').includes('delegate'));
    assert.ok(notions("can't").includes('cannot'));
    assert.ok(notions('共享邮箱').includes('shared-mailbox'));
    assert.deepEqual(notions('xyzzy'), []);
  });

  it('joins no phrase over the end of a sentence', () => {
    assert.ok(notions('shared mailbox').includes('shared-mailbox'));
    assert.ok(!notions('shared; mailbox').includes('shared-mailbox'));
  });

  it('names each notion once, in alphabetical order', () => {
    const told = notions('who can forward mail, forwarding mails to the admin');
    assert.deepEqual(told, [...new Set(told)].sort());
  });
});

describe('product names', () => {
  it('finds Latin names as whole words only', () => {
    assert.equal(findProduct('steams and expo'), null);
    assert.deepEqual(findProduct('teams2 和teams'), { product: 'teams', start: 0, end: 5 });
    assert.deepEqual(findProduct('xteams 和teams'), { product: 'teams', start: 8, end: 13 });
  });

  it('takes the first product that is named, and passes over a suite', () => {
    assert.equal(findProduct('spo sharepoint o365 世纪互联')?.product, 'sharepoint-online');
    assert.equal(findProduct('世纪互联 o365 exo spo')?.product, 'exchange-online');
  });

  it('takes the longest of the names that begin at one place, however its words are joined', () => {
    for (const text of ['teams admin center', 'teams-admin-center', 'teamsadmincenter']) {
      assert.equal(findProduct(text)?.product, 'admin-center', text);
    }
    assert.equal(findProduct('teams admin centers')?.product, 'teams');
  });

  it('trusts a name more than a noun, and a suite tells no product', () => {
    assert.deepEqual(findProduct('邮箱和teams'), { product: 'teams', start: 3, end: 8 });
    assert.equal(findProduct('o365 邮箱')?.product, 'exchange-online');
    assert.equal(findProduct('o365'), null);
  });
});
