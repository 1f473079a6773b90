import assert from 'node:assert/strict';
import { useEnglishTexts } from '../support/english-texts.ts';

describe('self-help', () => {
  const { stage, said, store } = useEnglishTexts();

  const PROBLEM = 'How do I share a SharePoint folder with people outside?';

  it('comes before the form, and one step leads past it (R12)', async () => {
    const talk = await stage('dl_contoso-admin');
    const told = await said(talk, PROBLEM);
    assert.match(told, /please try it first:\n\n\*\*\[.*1\. Contact support/s);
    assert.match(await said(talk, '1'), /Do you agree\?/);
  });

  it('holds no severity A back: the step past it stands there as well (R12)', async () => {
    const talk = await stage('dl_contoso-admin');
    assert.match(await said(talk, 'Nobody in the company can receive mail'), /"Contact support"/);
    assert.match(await said(talk, 'contact support'), /Do you agree\?/);
  });

  it('that did not solve it leads to contact, and staff see what was tried (D5)', async () => {
    const talk = await stage('dl_contoso-admin');
    for (const words of [PROBLEM, 'not solved', 'yes', 'no', 'skip', 'confirm']) await talk.send(words);
    const request = await store().requestByReference({ system: 'staff' }, 'SR-20260303-0001');
    assert.ok(request && request.attempted.length > 0);
    for (const { outcome } of request.attempted) assert.equal(outcome, 'not-solved');
  });

  const titles = (told: string): string[] => [...told.matchAll(/\[([^\]]+)\]\(https/g)].map(([, title = '']) => title);

  it('shows other articles on request, none of them twice, until there is none', async () => {
    const talk = await stage('dl_contoso-admin');
    const seen: string[] = titles(await said(talk, PROBLEM));
    for (const words of ['show another', 'next', 'anything else to try?', '4', '4', '4', '4']) {
      const told = await said(talk, words);
      const fresh = titles(told);
      if (fresh.length === 0) {
        assert.match(told, /no other article/);
        assert.equal(new Set(seen).size, seen.length);
        assert.ok(seen.length > 3);
        return;
      }
      seen.push(...fresh);
    }
    assert.fail('there is always another one');
  });

  const filed = async () => store().requestByReference({ system: 'staff' }, 'SR-20260303-0001');

  it('tells staff what was shown, and of what was only passed over not that it was tried (D5)', async () => {
    const talk = await stage('dl_contoso-admin');
    for (const words of [PROBLEM, '4', 'not solved', 'yes', 'no', 'skip', 'confirm']) await talk.send(words);
    const [passedOver, ...tried] = (await filed())?.attempted ?? [];
    assert.equal(passedOver?.outcome, 'offered');
    assert.ok(tried.length > 0);
    for (const { outcome } of tried) assert.equal(outcome, 'not-solved');
  });

  it('asks for the problem where nothing was shown', async () => {
    assert.match(await said(await stage('dl_contoso-admin'), 'show another'), /Tell me what the problem is/);
  });

  it('is open to somebody without a role (R4, R5)', async () => {
    assert.match(await said(await stage('dl_contoso-user'), PROBLEM), /please try it first/);
  });
});
