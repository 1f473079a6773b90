import assert from 'node:assert/strict';
import { hoursText } from '../../dialogs/hours.ts';
import { takeMissingPhrases } from '../../dialogs/phrases.ts';
import { conversationStateSchema } from '../../dialogs/state.ts';
import { LOCALES, type Locale } from '../../src/domain/locale.ts';
import type { Person } from '../../src/domain/person.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import type { Store } from '../../src/domain/ports.ts';
import { createSupportDesk } from '../../src/services/support-desk.ts';
import { createUnit } from '../../src/services/unit.ts';
import { contosoAdmin, deskParts, northwindAdmin, standingClock } from '../support/desk-parts.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

describe('hoursText', () => {
  let temporary: TemporaryStore;
  let store: Store;
  before(async () => {
    temporary = await openTemporaryStore();
    store = temporary.store;
  });
  after(() => temporary.remove());

  function ask(text: string, person: Person | null, now: string, locale: Locale = 'en-US'): Promise<string> {
    const clock = standingClock();
    clock.moveTo(now);
    const changes = { clock, defaultOperator: 'microsoft' as const };
    const desk = createSupportDesk(deskParts(store, changes)).open({
      person,
      locale,
      unit: createUnit('directline/one'),
    });
    const state = conversationStateSchema.parse({
      schemaVersion: 2,
      locale,
      localeChosen: false,
      channelLocale: null,
      modality: 'text',
      welcomed: true,
      draft: null,
      filed: null,
      stack: [],
    });
    return hoursText({ state, desk }, text);
  }

  it('tells both clocks to somebody abroad, and one to somebody in Beijing', async () => {
    const berlin = await ask(
      'are you open now',
      contosoAdmin({ timeZone: 'Europe/Berlin' }),
      '2026-03-02T12:00:00.000Z',
    );
    assert.match(berlin, /20:00 Beijing time \(.*13:00 your time, Europe\/Berlin\)/);
    assert.match(berlin, /Opens Tue, Mar 3, 2026, 09:00 Beijing time \(Tue, Mar 3, 2026, 02:00 your time/);
    const beijing = await ask('are you open now', contosoAdmin(), '2026-03-02T12:00:00.000Z');
    assert.doesNotMatch(beijing, /your time/);
  });

  it('does not say whether a desk in the caller’s country is open when nobody knows the country', async () => {
    const text = await ask('are you open now', null, '2026-03-02T12:00:00.000Z');
    assert.doesNotMatch(text, /Open now|Closed now/);
    assert.match(text, /09:00–17:00 local time of your country or region/);
  });

  it('has words for every question in both languages, at every hour of a strange week', async () => {
    const questions = [
      'are you open',
      '国庆上班吗',
      '周末有人吗',
      'how long do I wait',
      '电话多少',
      '说中文吗',
      'severity A?',
      'on 30 February',
    ];
    const people = [contosoAdmin(), northwindAdmin(), contosoAdmin({ timeZone: 'America/New_York' }), null];
    for (let hour = 0; hour < 24 * 8; hour += 7) {
      const now = new Date(Date.UTC(2026, 11, 28, hour)).toISOString();
      for (const person of people) {
        for (const question of questions) {
          for (const locale of LOCALES) assert.ok((await ask(question, person, now, locale)).length > 20);
        }
      }
    }
    assert.deepEqual(takeMissingPhrases(), []);
  });

  it('tells no hour that the table does not have', async () => {
    const { opens, closes } = POLICIES['21vianet'].desks.billing.hours.B;
    const text = await ask('账单几点上班', contosoAdmin(), '2026-03-02T02:00:00.000Z', 'zh-CN');
    assert.match(text, new RegExp(`${opens}–${closes}`));
  });
});
