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

  it('tells the first minute of a day as the day that begins', async () => {
    const text = await ask('现在有人吗', contosoAdmin(), '2026-03-02T16:00:30.000Z', 'zh-CN');
    assert.match(text, /现在是北京时间2026年3月3日周二 00:00/);
    assert.doesNotMatch(text, /现在是[^。]*24:00/);
    assert.match(text, /北京时间今天 09:00/);
  });

  it('answers for the day and the year that are named, and says so where there is no such day', async () => {
    const told = (text: string) => ask(text, contosoAdmin(), '2026-03-02T02:00:00.000Z', 'zh-CN');
    assert.match(await told('2027年10月1日上班吗'), /2027年10月1日/);
    assert.match(await told('2月30日上班吗'), /没有这一天/);
    assert.match(await told('2025年10月1日上班吗'), /已经过去/);
    const span = await told('账单部门10月1号到8号上班吗');
    assert.match(span, /2026年10月1日周四至2026年10月7日周三不受理/);
    assert.match(span, /2026年10月8日周四受理/);
  });

  it('tells no hour that the table does not have', async () => {
    const { opens, closes } = POLICIES['21vianet'].desks.billing.hours.B;
    const text = await ask('账单几点上班', contosoAdmin(), '2026-03-02T02:00:00.000Z', 'zh-CN');
    assert.match(text, new RegExp(`${opens}–${closes}`));
  });
});
