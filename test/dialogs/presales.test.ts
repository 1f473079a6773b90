import assert from 'node:assert/strict';
import { useEnglishTexts } from '../support/english-texts.ts';

describe('pre-sales', () => {
  const { stage, said } = useEnglishTexts();

  it('answers plans, phone and hours to somebody without a tenant, and opens no form (R10)', async () => {
    const talk = await stage('dl_visitor');
    const told = await said(talk, 'What does Microsoft 365 cost for 50 people?');
    assert.match(told, /Pre-sales by phone: \(86\) 400-089-0365/);
    assert.match(told, /\*\*Pre-sales\*\*: Open now, until 18:00 today Beijing time/);
    assert.match(
      await said(talk, 'contact support'),
      /I cannot open a service request for you.*No subscription yet\?/s,
    );
  });

  it('asks nobody to send a question again that was answered and could not be filed', async () => {
    const talk = await stage('dl_visitor');
    await said(talk, 'What does Microsoft 365 cost for 50 people?');
    assert.doesNotMatch(await said(talk, 'where can I find a partner?'), /is not filed/);
  });

  it('tells each operator’s people where to buy, try and find a partner (R10)', async () => {
    assert.match(
      await said(await stage('dl_northwind-user'), 'find a partner'),
      /Find a partner\]\(https:.*Pre-sales/s,
    );
  });
});
