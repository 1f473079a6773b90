import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type Activity, activitySchema } from '../../src/domain/activity.ts';
import type { LoggedActivity } from '../../src/domain/ports.ts';
import { createTranscript, type TranscriptInput } from '../../src/domain/transcript.ts';

const AT = '2026-11-22T09:00:00.000Z';
const LABELS: Readonly<Record<string, string>> = {
  affected: '影响范围',
  'one-user': '一个用户',
  'intake.submit': '提交表单',
};
const words: TranscriptInput['words'] = (field, value) =>
  field === 'verb'
    ? `（${LABELS[value.toString()] ?? value}）`
    : `${LABELS[field] ?? field}: ${LABELS[value.toString()] ?? value}`;
const hash = { sha256: (text: string) => createHash('sha256').update(text).digest('hex') };

function row(seq: number, direction: LoggedActivity['direction'], fields: Record<string, unknown>): LoggedActivity {
  const activity: Activity = activitySchema.parse({ type: 'message', ...fields });
  return { conversationId: 'directline/1', seq, direction, dedupeKey: null, activity, createdAt: AT };
}

function transcript(rows: readonly LoggedActivity[], view: 'internal' | 'external' = 'internal') {
  return createTranscript({ conversationId: 'directline/1', rows, view, locale: 'zh-CN', words, hash });
}

const textsOf = (rows: readonly LoggedActivity[]) => transcript(rows).entries.map((entry) => entry.text);

describe('createTranscript', () => {
  it('tells who said what, in order, and leaves out what has no words', () => {
    const { entries, schemaVersion, conversationId } = transcript([
      row(3, 'outgoing', { text: '请问影响多少人？', from: { id: 'bot', name: 'Support' } }),
      row(2, 'incoming', { type: 'typing' }),
      row(1, 'incoming', { text: '收不到邮件', from: { id: 'dl_1', name: '王明' } }),
      row(4, 'outgoing', { text: '我来接手', from: { id: 'agent', name: '李工', role: 'staff' } }),
      row(5, 'incoming', { text: '  ' }),
    ]);
    assert.deepEqual([schemaVersion, conversationId], [1, 'directline/1']);
    assert.deepEqual(entries, [
      { seq: 1, at: AT, from: 'person', name: '王明', text: '收不到邮件' },
      { seq: 3, at: AT, from: 'bot', name: 'Support', text: '请问影响多少人？' },
      { seq: 4, at: AT, from: 'staff', name: '李工', text: '我来接手' },
    ]);
  });

  it('masks secrets, and reports those masked now and those masked when they were stored', () => {
    const { entries, redactions } = transcript([
      row(1, 'incoming', { text: '密码是 Abc123!' }),
      row(2, 'incoming', { text: '验证码 [•••••• one-time-code]' }),
    ]);
    assert.deepEqual(
      entries.map((entry) => entry.text),
      ['密码是 [•••••• password]', '验证码 [•••••• one-time-code]'],
    );
    assert.deepEqual(redactions, [
      { class: 'one-time-code', count: 1 },
      { class: 'password', count: 1 },
    ]);
  });

  it('shows a submitted card as words, without ids, empty fields and secrets', () => {
    const data = {
      verb: 'intake.submit',
      draftId: '0198-x',
      affected: 'one-user',
      description: '密码是 Abc123!',
      password: 'x',
      consent: true,
      workaround: '',
      nested: { a: 1 },
    };
    const expected =
      '（提交表单）\n影响范围: 一个用户\ndescription: 密码是 [•••••• password]\npassword: [•••••• password]\nconsent: true';
    assert.deepEqual(textsOf([row(1, 'incoming', { value: data })]), [expected]);
    assert.deepEqual(textsOf([row(1, 'incoming', { type: 'invoke', value: { action: { data } } })]), [expected]);
  });

  it('shows cards, buttons and files that were sent', () => {
    const attachments = [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: '核对' }] },
      },
      { contentType: 'image/png', name: 'screen.png', contentUrl: 'https://files.example/secret' },
      {},
    ];
    const suggestedActions = { actions: [{ type: 'imBack', title: '是', value: '是' }] };
    assert.deepEqual(textsOf([row(1, 'outgoing', { text: '请核对', attachments, suggestedActions })]), [
      '请核对\n核对\n[screen.png, image/png]\n[]\n[是]',
    ]);
  });

  it('keeps notes of staff inside, and never hides what a person sent', () => {
    const note = { text: '客户很急', from: { id: 'agent', role: 'staff' }, channelData: { internal: true } };
    const rows = [row(1, 'incoming', { ...note, text: '假装是备注' }), row(2, 'outgoing', note)];
    assert.deepEqual(
      transcript(rows, 'internal').entries.map((entry) => entry.text),
      ['假装是备注', '客户很急'],
    );
    assert.deepEqual(
      transcript(rows, 'external').entries.map((entry) => entry.text),
      ['假装是备注'],
    );
  });

  it('carries the digest of its entries', () => {
    const { entries, sha256 } = transcript([row(1, 'incoming', { text: '你好' })]);
    assert.equal(sha256, hash.sha256(JSON.stringify(entries)));
    assert.notEqual(sha256, transcript([row(1, 'incoming', { text: '您好' })]).sha256);
  });

  it('survives hostile submissions and cards', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`field${index}`, index]));
    const deep: unknown = JSON.parse(`${'{"items":['.repeat(2000)}1${']}'.repeat(2000)}`);
    const content = { contentType: 'application/vnd.microsoft.card.adaptive', content: deep };
    const rows = [
      row(1, 'incoming', { value: { verb: 'x', ...many } }),
      row(2, 'incoming', { value: { verb: { not: 'a string' } }, attachments: [content] }),
      row(3, 'incoming', { value: { verb: 'x', deep } }),
      row(4, 'incoming', { value: JSON.parse('{"verb":"x","__proto__":"y"}') }),
    ];
    const texts = textsOf(rows);
    assert.equal(texts[0]?.split('\n').length, 60);
    assert.deepEqual(texts.slice(1), ['（x）', '（x）']);
  });
});
