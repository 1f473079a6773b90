import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { wishedLanguage } from '../../dialogs/chat-language.ts';
import { isOtherLanguage, writtenLanguage } from '../../dialogs/written-language.ts';
import { takesAtMost } from '../support/time-bound.ts';

const OTHER = [
  'メールが受信できません',
  'パスワードを忘れました',
  '日本語で話してください',
  '会議に参加できません',
  '메일이 안 와요',
  'Teams에 로그인할 수 없습니다',
  'Не приходит почта с утра',
  'Ошибка Outlook 0x8004010F',
  'لا أستطيع تسجيل الدخول',
  'เข้าอีเมลไม่ได้',
  'Je ne reçois plus de mails dans Outlook',
  'Mot de passe oublié',
  'impossible de se connecter a outlook avec mon compte',
  'AADSTS50076 Fehler bei der Anmeldung',
  'Outlook fragt ständig nach dem Kennwort',
  'No puedo abrir SharePoint',
  'no recibo correos desde esta mañana',
  'Não consigo entrar na minha conta',
  'Non riesco ad accedere a Teams',
  'Ik kan niet inloggen op Teams',
  'Nie mogę się zalogować do Teams',
  'Tôi quên mật khẩu',
  'bonjour',
  'Não consigo abrir o SharePoint',
  'Bonjour, Teams ne marche pas',
  '「サーバーに接続できません」',
  'Outlookで「サーバーに接続できません」と表示されます',
  'réunion annulée',
];

const CHINESE = [
  'Outlook 打不开',
  '用户反映界面变成日语：パスワードを忘れました',
  '我们公司叫 Société Générale 邮箱打不开',
  '打开 https://contoso.sharepoint.cn/sites/der/und 报错',
  'Müller 和 Ayşe 收不到邮件',
  'Outlook打不开，提示「サーバーに接続できません」',
  '登录时提示“パスワードが正しくありません”',
  '用户看到"No se puede conectar con el servidor"',
  '“邮箱打不开”',
];

const ENGLISH = [
  'Nobody can send mail today',
  'cant receive mail',
  'Müller cannot open his mailbox',
  'One inbox, two languages, five agents in Montréal',
  'please select a file from the list',
  'what does "mañana por la mañana" mean',
  'our users see "サーバーに接続できません" in Outlook',
  'why do they get “密码不正确”',
  'mailboxes are slow in Exchange Online',
];

const NOTHING = [
  'ok',
  '1',
  'AADSTS50076',
  '550 5.7.1',
  '+86 10 5555 0100',
  'Microsoft Teams Exchange Online',
  "SELECT * FROM users WHERE name = 'bob' OR 1=1; DROP TABLE requests; --",
  'select name, id from users where id = 5',
  'Set-Mailbox alice -ForwardingSmtpAddress bob@contoso.com -DeliverToMailboxAndForward $true',
  'for (int i = 0; i < 10; i++) { printf("hello world from here"); }',
  '<script>alert(document.cookie)</script>',
  '```\nthe quick brown fox jumps over\n```',
  'https://contoso.sharepoint.com/sites/how/to/open/my/files',
  '😀',
  '',
];

describe('the language of a message', () => {
  for (const text of OTHER) {
    it(`is none that the bot speaks: ${text}`, () =>
      assert.deepEqual([isOtherLanguage(text), writtenLanguage(text)], [true, null]));
  }
  for (const text of CHINESE) {
    it(`is Chinese: ${text}`, () => assert.deepEqual([isOtherLanguage(text), writtenLanguage(text)], [false, 'zh-CN']));
  }
  for (const text of ENGLISH) {
    it(`is English: ${text}`, () => assert.deepEqual([isOtherLanguage(text), writtenLanguage(text)], [false, 'en-US']));
  }
  for (const text of NOTHING) {
    it(`cannot be told: ${text.slice(0, 60) || 'nothing'}`, () =>
      assert.deepEqual([isOtherLanguage(text), writtenLanguage(text)], [false, null]));
  }
});

describe('one accented word', () => {
  for (const text of ['résumé upload fails', 'zürich site down', 'café wifi outlook']) {
    it(`is no other language among words without accents: ${text}`, () => assert.equal(isOtherLanguage(text), false));
  }
  it('is one where nothing else is said', () => assert.equal(isOtherLanguage('Outlook täglich'), true));
  it('tells nothing among Chinese words', () => assert.equal(writtenLanguage('café 的 wifi 连不上'), 'zh-CN'));
});

describe('texts of admins in Chinese and English', () => {
  const lineSchema = z.object({ text: z.string(), topic: z.string() });
  const files = ['held-out', 'reports', 'test.en-US', 'test.zh-CN'];

  it('are never taken for another language', () => {
    const texts = files
      .flatMap((name) => readFileSync(`test/language/${name}.jsonl`, 'utf8').trim().split('\n'))
      .map((line) => lineSchema.parse(JSON.parse(line)))
      // Out of scope are some greetings in other languages.
      .filter(({ topic }) => topic !== 'none')
      .map(({ text }) => text);
    assert.ok(texts.length > 1500);
    assert.deepEqual(texts.filter(isOtherLanguage), []);
  });

  it('may be written in pinyin, whose syllables are words of no other language here', () => {
    const words = z.object({ others: z.record(z.string(), z.array(z.string())) });
    const { others } = words.parse(JSON.parse(readFileSync('dialogs/language-words.json', 'utf8')));
    const syllables = new Set(Object.keys(JSON.parse(readFileSync('src/language/pinyin.json', 'utf8'))));
    const both = Object.values(others).flatMap((list) => list.filter((word) => syllables.has(word)));
    assert.deepEqual(both, []);
  });
});

describe('the longest text', () => {
  const HOSTILE = [
    'a',
    'a@',
    'SELECT ',
    'select a,',
    'Aa-Bb -a ',
    '<a',
    '`',
    '「',
    '“a',
    '"a',
    '「a」',
    'der und ich ',
    'メール',
    'please english,',
  ];
  for (const piece of HOSTILE) {
    it(`of nothing but ${JSON.stringify(piece)} is read within a moment`, async () => {
      const text = piece.repeat(Math.floor(20_000 / piece.length));
      await takesAtMost(200, piece, () => [isOtherLanguage(text), writtenLanguage(text), wishedLanguage(text)]);
    });
  }
});
