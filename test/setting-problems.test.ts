import assert from 'node:assert/strict';
import { readConfig } from '../src/config.ts';
import { isIntakeError } from '../src/domain/errors.ts';

const KEYS = { directLineSecret: 'd'.repeat(43), staffApiKey: 's'.repeat(43) };
const read = (env: Record<string, string>) => readConfig(env, () => KEYS);

/** The lines that tell what is wrong, each beginning with the setting's name. */
function problemsOf(env: Record<string, string>): string[] {
  try {
    read(env);
  } catch (error) {
    assert.ok(isIntakeError(error, 'InvalidConfiguration'));
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim().slice(2));
  }
  return [];
}

describe('the settings for codes', () => {
  it('hold how codes are sent, and nothing where nothing is set up', () => {
    const { mail, sms } = read({
      SMTP_URL: 'smtps://user:p%40ss@mail.contoso.example',
      MAIL_FROM: 'Support <support@contoso.example>',
      SMS_URL: 'https://sms.contoso.example/send',
    });
    const from = 'Support <support@contoso.example>';
    assert.deepEqual(mail, { url: 'smtps://user:p%40ss@mail.contoso.example', from });
    assert.deepEqual(sms, { url: 'https://sms.contoso.example/send', token: null });
    assert.deepEqual([read({}).mail, read({}).sms], [null, null]);
  });

  const halves: Readonly<Record<string, Record<string, string>>> = {
    MAIL_FROM: { SMTP_URL: 'smtps://mail.contoso.example' },
    SMTP_URL: { MAIL_FROM: 'support@contoso.example' },
    SMS_URL: { SMS_TOKEN: 'hush' },
  };
  for (const [name, change] of Object.entries(halves)) {
    it(`tell that ${name} is missing`, () => {
      assert.deepEqual(
        problemsOf(change).map((problem) => problem.split(':')[0]),
        [name],
      );
    });
  }

  it('refuse a mail server that is none, and a sender over two lines', () => {
    const servers = [
      'https://mail.contoso.example',
      'smtp://',
      'mail.contoso.example',
      'smtp://mail.example/?pool=true',
    ];
    for (const SMTP_URL of servers) {
      assert.match(problemsOf({ SMTP_URL, MAIL_FROM: 'a@contoso.example' }).join(), /^SMTP_URL: must be/, SMTP_URL);
    }
    for (const MAIL_FROM of ['nobody', 'Support <nobody>', 'a@contoso.example\nBcc: b@contoso.example']) {
      const problems = problemsOf({ SMTP_URL: 'smtps://mail.contoso.example', MAIL_FROM });
      assert.match(problems.join(), /^MAIL_FROM: must be/, MAIL_FROM);
    }
  });
});
