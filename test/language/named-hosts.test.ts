import assert from 'node:assert/strict';
import { findDomain, findServer } from '../../src/language/named-hosts.ts';
import { takesAtMost } from '../support/time-bound.ts';

const SERVERS: readonly (readonly [string, string | null])[] = [
  ['EXCH01 不收信了', 'EXCH01'],
  ['服务器 DC2 连不上', 'DC2'],
  ['同步服务器：AADC-01 停了', 'AADC-01'],
  ['服务器名是 mail-gw', 'mail-gw'],
  ['SHEXCH02 这台服务器', 'SHEXCH02'],
  ['域控 BJ-DC01 时间不对', 'BJ-DC01'],
  ['dc2.contoso.local is unreachable', 'dc2.contoso.local'],
  ['our Exchange server EX01 is on-prem', 'EX01'],
  ['the server is called NYC-MAIL1', 'NYC-MAIL1'],
  ['the ADFS2 server', 'ADFS2'],
  ['sync runs on SRV-AADC01', 'SRV-AADC01'],
  ['the server is down', null],
  ['Exchange 2016 server', null],
  ['office365 server error', null],
  ['incident EX525134', null],
  ['SharePoint SP2013 farm', null],
  ['version 16.0.1', null],
  ['error 0x8004010F', null],
  ['admin@dc2.example', null],
  ['', null],
];

const DOMAINS: readonly (readonly [string, string | null])[] = [
  ['域名 mail.contoso.example 解析不了', 'mail.contoso.example'],
  ['我们的域名是contoso.com.cn，刚加进来', 'contoso.com.cn'],
  ['Contoso.com is not verified', 'contoso.com'],
  ['www.fabrikam.de moved', 'fabrikam.de'],
  ['contoso.onmicrosoft.com still shows', 'contoso.onmicrosoft.com'],
  ['mail to a@contoso.com is lost', null],
  ['https://contoso.com/hr does not open', null],
  ['mails to gmail.com bounce', null],
  ['outlook.office365.com times out', null],
  ['portal.partner.microsoftonline.cn 打不开', null],
  ['report.docx is gone', null],
  ['an ASP.NET app', null],
  ['', null],
];

describe('a server that a text names', () => {
  for (const [text, expected] of SERVERS) {
    it(`${text || 'nothing'}: ${expected}`, () => assert.equal(findServer(text)?.value ?? null, expected));
  }
});

describe('a domain that a text names', () => {
  for (const [text, expected] of DOMAINS) {
    it(`${text || 'nothing'}: ${expected}`, () => assert.equal(findDomain(text)?.value ?? null, expected));
  }
});

describe('names in hostile texts', () => {
  it('are looked for in a bounded time', async () => {
    for (const piece of ['a.', 'a-', 'server ', 'dc1.', '-', 'com.', 'EX0', '服务器 ']) {
      const text = piece.repeat(2000 / piece.length);
      await takesAtMost(100, piece, () => [findServer(text), findDomain(text)]);
    }
  });
});
