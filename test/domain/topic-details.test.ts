import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  ALL_DETAILS,
  detailsIn,
  detailsOf,
  missingDetails,
  readDetail,
  toldDetails,
} from '../../src/domain/topic-details.ts';
import { REQUEST_TOPICS } from '../../src/domain/topics.ts';
import { takesAtMost } from '../support/time-bound.ts';

const detail = (id: string) => {
  const found = ALL_DETAILS.find((one) => one.id === id);
  assert.ok(found, id);
  return found;
};

describe('the details of a topic', () => {
  it('are few enough for one question', () => {
    for (const topic of REQUEST_TOPICS) {
      assert.ok(missingDetails(topic, {}).length <= 4, topic);
      assert.equal(new Set(detailsOf(topic).map(({ id }) => id)).size, detailsOf(topic).length, topic);
    }
  });

  it('are those that rule D8 asks for', () => {
    const ids = (topic: Parameters<typeof detailsOf>[0]) => detailsOf(topic).map(({ id }) => id);
    assert.deepEqual(ids('exchange.mail-flow').slice(0, 4), ['direction', 'since', 'errorCode', 'address']);
    assert.deepEqual(ids('identity.single-sign-on').slice(0, 2), ['errorCode', 'address']);
    assert.deepEqual(ids('identity.directory-sync').slice(0, 2), ['server', 'errorCode']);
    assert.deepEqual(ids('billing.licenses'), ['plan', 'count']);
    assert.deepEqual(ids('billing.understand-bill')[0], 'invoiceNumber');
    assert.deepEqual(ids('none'), []);
    assert.deepEqual(ids(null), []);
  });

  it('that were told are not missing, and those of another topic are not shown', () => {
    const told = { direction: 'inbound', since: '从今天早上', invoiceNumber: 'E0400ABCDE' };
    assert.deepEqual(
      missingDetails('exchange.mail-flow', told).map(({ id }) => id),
      ['errorCode', 'address'],
    );
    assert.deepEqual(
      toldDetails('exchange.mail-flow', told).map(({ id }) => id),
      ['direction', 'since'],
    );
  });

  it('are kept of every topic where they are told: how many people, since when, until when', () => {
    const told = { people: '25', since: 'since 9am', deadline: 'Thursday 10am', invoiceNumber: 'E0400ABCDE' };
    const ids = (topic: Parameters<typeof detailsOf>[0]) => toldDetails(topic, told).map(({ id }) => id);
    assert.deepEqual(ids('skype.install-and-contacts'), ['people', 'since', 'deadline']);
    assert.deepEqual(ids('exchange.mail-flow'), ['since', 'people', 'deadline']);
    // Mailboxes to migrate are counted by the topic itself, and are nobody who cannot work.
    assert.deepEqual(ids('exchange.mailbox-migration'), ['since', 'deadline']);
    assert.deepEqual(
      missingDetails('skype.install-and-contacts', {}).map(({ id }) => id),
      ['version'],
    );
    assert.deepEqual(detailsIn('x', { userCount: 200, deadline: '今天下班' }), { people: '200', deadline: '今天下班' });
  });

  const values: readonly (readonly [string, string, ReturnType<typeof readDetail>])[] = [
    ['errorCode', ' aadsts 50076 ', { value: 'AADSTS50076' }],
    ['errorCode', 'access denied', { value: 'access denied' }],
    ['address', 'Anna@Contoso.Example', { value: 'anna@contoso.example' }],
    ['address', 'anna@contoso', { problem: 'invalidEmail' }],
    ['domain', 'Contoso.Example.', { value: 'contoso.example' }],
    ['domain', 'contoso', { problem: 'invalidDomain' }],
    ['domain', 'a b.example', { problem: 'invalidDomain' }],
    ['count', '1,200', { value: '1200' }],
    ['count', '０２５', { value: '25' }],
    ['count', 'a few', { problem: 'invalidNumber' }],
    ['count', '-5', { problem: 'invalidNumber' }],
    ['direction', 'inbound', { value: 'inbound' }],
    ['direction', '__proto__', { problem: 'notAChoice' }],
    ['since', 'since\nthis   morning', { value: 'since this morning' }],
    ['version', 'x'.repeat(201), { problem: 'tooLongDetail' }],
  ];
  for (const [id, given, expected] of values) {
    it(`${id} given as ${JSON.stringify(given).slice(0, 30)} is ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(readDetail(detail(id), given), expected);
    });
  }

  const messages: readonly (readonly [string, Record<string, string>, Record<string, string>])[] = [
    ['退信 550 5.7.1', {}, { errorCode: '5.7.1' }],
    [
      'it fails',
      { since: 'since Monday', email: 'A@Contoso.example' },
      { since: 'since Monday', address: 'a@contoso.example' },
    ],
    ['同步服务器：AADC-01 停了', {}, { server: 'AADC-01' }],
    ['EXCH01 停了', { server: 'EXCH01' }, { server: 'EXCH01' }],
    ['服务器：AADC-01 连不上 DC2', { server: 'DC2' }, { server: 'AADC-01' }],
    ['contoso.com fails', { domain: 'contoso.com' }, { domain: 'contoso.com' }],
    ['the server is down', {}, {}],
    ['想加 20 个许可证', {}, { count: '20' }],
    ['we need 15 more licenses', {}, {}],
    ['add 15 licenses', {}, { count: '15' }],
    ['发票号 E0400ABCDE 金额不对', {}, { invoiceNumber: 'E0400ABCDE' }],
    ['the invoice number is G012345678', {}, { invoiceNumber: 'G012345678' }],
    ['https://contoso.sharepoint.cn/sites/hr 打不开', {}, { siteUrl: 'https://contoso.sharepoint.cn/sites/hr' }],
    ['域名 mail.contoso.example 解析不了', {}, { domain: 'mail.contoso.example' }],
    ['mail to a@contoso.example is lost', {}, {}],
  ];
  for (const [text, entities, expected] of messages) {
    it(`in ${JSON.stringify(text)} are ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(detailsIn(text, entities), expected);
    });
  }

  it('are read from any text without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const value of Object.values(detailsIn(text, {}))) assert.ok(value.length > 0);
        for (const one of ALL_DETAILS) readDetail(one, text);
      }),
    );
  });

  it('are read from long hostile texts in bounded time', async () => {
    for (const piece of ['a.', 'server ', 'https://', 'domain a-', '发票号 ', '1', '5.7.', '-invoice']) {
      await takesAtMost(500, piece, () => detailsIn(piece.repeat(20_000 / piece.length), {}));
    }
  });
});
