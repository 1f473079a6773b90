import assert from 'node:assert/strict';
import { dueText } from '../../dialogs/review.ts';
import { useEnglishTexts } from '../support/english-texts.ts';

describe('the review', () => {
  const { stage, said, store } = useEnglishTexts();

  const at = { dueAt: '2026-03-03T03:30:00.000Z', provisional: false, basis: [] };

  it('tells the due time in Beijing time and in the person’s own zone (T6)', () => {
    assert.equal(
      dueText(at, 'Europe/Berlin', 'en-US'),
      'Tue, Mar 3, 2026, 11:30 Beijing time; Tue, Mar 3, 2026, 04:30 your time (Europe/Berlin)',
    );
    assert.equal(dueText(at, 'Asia/Singapore', 'zh-CN'), '北京时间 2026年3月3日周二 11:30（与您所在时区相同）');
  });

  it('promises nothing where the operator promises nothing (T7)', () => {
    assert.match(dueText({ ...at, dueAt: null }, 'UTC', 'en-US'), /No response time is promised/);
  });

  it('calls the level preliminary, says that it may be lowered, and what is expected (R30, S5, D3, D4)', async () => {
    const talk = await stage('dl_fabrikam-admin');
    for (const words of ['How do I renew our subscription?', 'contact support', 'yes', 'no']) await talk.send(words);
    const told = await said(talk, 'skip');
    assert.match(
      told,
      /\(non-critical\), preliminary.*the support team sets the final level.*support may lower the level/s,
    );
    assert.match(told, /Accurate contact details.*Work with support and answer promptly/s);
  });

  it('shows what is filed, with the expected response, before anything is filed (R13)', async () => {
    const talk = await stage('dl_fabrikam-admin');
    for (const words of ['How do I renew our subscription?', 'contact support', 'yes', 'no']) await talk.send(words);
    assert.match(
      await said(talk, 'skip'),
      /- Phone: .*- E-mail: .*- Preferred contact: .*\*\*First response\*\*\n\n\w/s,
    );
    assert.equal(await store().requestByReference({ system: 'staff' }, 'SR-20260303-0001'), null);
  });
});
