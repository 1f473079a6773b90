import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { codeWords } from '../../dialogs/code-words.ts';
import type { CodeWay } from '../../src/codes/code-sender.ts';
import { createMailCodes } from '../../src/codes/mail-codes.ts';
import type { CodeMessage } from '../../src/domain/contact-codes.ts';
import { isIntakeError } from '../../src/domain/errors.ts';
import { type SmtpConduct, type SmtpDouble, startSmtpDouble } from '../support/smtp-double.ts';

const MESSAGE: CodeMessage = {
  channel: 'email',
  to: 'admin@contoso.example',
  code: '246801',
  locale: 'en-US',
  operator: 'microsoft',
  expiresMinutes: 10,
};

describe('codes by mail', () => {
  let server: SmtpDouble;
  beforeEach(async () => {
    server = await startSmtpDouble();
  });
  afterEach(() => server.close());

  const PATIENT = { stepMs: 10_000, totalMs: 15_000 };
  const IMPATIENT = { stepMs: 150, totalMs: 300 };
  const way = async (url = server.url, limits = PATIENT): Promise<CodeWay> =>
    createMailCodes({ url, from: 'Support <support@fabrikam.example>', words: codeWords, limits });

  it('are handed over with sender, one recipient and the code', async () => {
    await (await way())(MESSAGE);
    const [mail = ''] = server.messages;
    assert.match(mail, /^From: Support <support@fabrikam\.example>/m);
    assert.match(mail, /^To: admin@contoso\.example/m);
    assert.match(mail, /^Auto-Submitted: auto-generated/m);
    assert.match(mail, /^246801\r?$/m);
    assert.match(mail, /10 minutes/);
    assert.equal(server.commands.filter((command) => command.startsWith('RCPT')).length, 1);
  });

  it('are written in the language of whoever gets them', async () => {
    await (await way())({ ...MESSAGE, locale: 'zh-CN', operator: '21vianet' });
    const [mail = ''] = server.messages;
    const body = mail.slice(mail.search(/\r\n\r\n/) + 4);
    const isBase64 = /^Content-Transfer-Encoding: base64/im.test(mail);
    const text = isBase64
      ? Buffer.from(body, 'base64').toString('utf8')
      : Buffer.from(
          body
            .replace(/=\r\n/g, '')
            .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        ).toString('utf8');
    assert.match(text, /246801/);
    assert.match(text, /世纪互联/);
  });

  it('log in with the user and password of the address', async () => {
    await (await way(server.url.replace('//', '//us%40er:p%3Aw@')))(MESSAGE);
    const login = server.commands.find((command) => command.startsWith('AUTH')) ?? '';
    assert.equal(Buffer.from(login.split(' ')[2] ?? '', 'base64').toString(), '\0us@er\0p:w');
  });

  const misconduct: readonly SmtpConduct[] = [
    'refuses-recipient',
    'refuses-for-now',
    'refuses-data',
    'quotes-the-message',
    'hangs-at-greeting',
    'hangs-after-data',
    'closes-at-once',
    'closes-after-data',
    'drips',
  ];
  for (const conduct of misconduct) {
    it(`fail in time and in plain words when the server ${conduct.replaceAll('-', ' ')}`, async () => {
      server.behave(conduct);
      const send = await way(server.url, IMPATIENT);
      const started = performance.now();
      await assert.rejects(send(MESSAGE), (error) => {
        assert.ok(isIntakeError(error, 'Unavailable'));
        assert.match(error.message, /SMTP_URL/);
        // The log writes all of it, and servers repeat what they were sent.
        assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /246801|admin@contoso/);
        return true;
      });
      assert.ok(performance.now() - started < 2000);
      assert.deepEqual(server.messages, []);
    });
  }

  it('tell by which step and number a server refused', async () => {
    server.behave('refuses-recipient');
    const send = await way();
    await assert.rejects(send(MESSAGE), { cause: new Error('EENVELOPE 550 RCPT TO') });
  });

  it('are not handed readable to a server elsewhere', async () => {
    // The double offers no encryption; under a name that is not this machine's it has to.
    const elsewhere = new URL(server.url);
    elsewhere.hostname = '0.0.0.0';
    const send = await way(elsewhere.href);
    await assert.rejects(send(MESSAGE), { code: 'Unavailable' });
    assert.deepEqual(server.messages, []);
  });

  it('fail when nobody listens', async () => {
    const { url } = server;
    await server.close();
    const send = await way(url);
    await assert.rejects(send(MESSAGE), { code: 'Unavailable' });
    server = await startSmtpDouble();
  });
});
