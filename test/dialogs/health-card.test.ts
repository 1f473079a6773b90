import assert from 'node:assert/strict';
import { healthCard } from '../../dialogs/cards/health-card.ts';
import type { HealthReader } from '../../dialogs/health.ts';
import { takeMissingPhrases } from '../../dialogs/phrases.ts';
import { cardText } from '../../src/domain/card-text.ts';
import { LOCALES } from '../../src/domain/locale.ts';
import { adaptiveCardProblems } from '../support/adaptive-card-problems.ts';
import { sampleIncident } from '../support/incident-bench.ts';
import { uuid } from '../support/store-samples.ts';

const HOSTILE = '<script>alert(1)</script> \u0024{x} {{y}} [click](https://evil.example) **b** $t(help)';
const DRAFT = uuid(1);
const WAYS = { draftId: DRAFT, mayFile: true };
const BEIJING: HealthReader = { locale: 'zh-CN', zone: 'Asia/Shanghai', operator: '21vianet' };
const LASTING = sampleIncident({
  title: HOSTILE,
  lastPost: HOSTILE.repeat(40),
  lastPostAt: '2026-03-02T01:00:00.000Z',
  url: 'https://status.example/EX1',
  services: [HOSTILE],
});
const OVER = sampleIncident({ id: 'EX2', status: 'serviceRestored', endedAt: '2026-03-02T16:00:00.000Z' });

/** Every object of a card with a `type`. */
function nodes(value: unknown): readonly Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(nodes);
  if (typeof value !== 'object' || value === null) return [];
  const node: Record<string, unknown> = { ...value };
  return ['type' in node ? [node] : [], ...Object.values(node).map(nodes)].flat();
}
const buttons = (card: unknown) =>
  nodes(card).flatMap(({ type, data, title }) => (type === 'Action.Submit' ? [{ title, ...Object(data) }] : []));

for (const locale of LOCALES) {
  describe(`the health card in ${locale}`, () => {
    const reader = { ...BEIJING, locale };
    const card = healthCard([LASTING, OVER, { ...LASTING, id: 'EX3' }], WAYS, reader);

    it('is a valid Adaptive Card 1.5 within the size that Teams takes, with something to speak', () => {
      assert.deepEqual(adaptiveCardProblems(card), []);
      assert.ok(Buffer.byteLength(JSON.stringify(card)) < 25_000);
      assert.ok(typeof card.speak === 'string' && card.speak.length > 0 && !card.speak.includes('<'));
    });

    it('shows words of other people in runs that know no Markdown, or without their Markdown meaning', () => {
      for (const node of nodes(card)) {
        if (node.type !== 'TextBlock' && node.type !== 'FactSet') continue;
        assert.doesNotMatch(JSON.stringify(node), /[^\\]\[click\]/);
      }
    });

    it('says each status in words', () => {
      for (const words of { 'zh-CN': ['服务降级', '已恢复'], 'en-US': ['degraded', 'restored'] }[locale]) {
        assert.ok(
          cardText(card).some((line) => line.includes(words)),
          words,
        );
      }
    });

    it('is worded completely', () => assert.deepEqual(takeMissingPhrases(), []));
  });
}

describe('the health card', () => {
  it('carries verb, draft and incident on each button, and support in one tap', () => {
    assert.deepEqual(buttons(healthCard([LASTING], WAYS, BEIJING)), [
      { title: '关注进展', verb: 'health.follow', incidentId: 'EX1', draftId: DRAFT },
      { title: '我的是另一个问题', verb: 'health.other', incidentId: 'EX1', draftId: DRAFT },
      { title: '联系支持', verb: 'intake.start', draftId: DRAFT },
    ]);
  });

  it('offers support to nobody whom it would refuse', () => {
    const card = healthCard([LASTING], { ...WAYS, mayFile: false }, BEIJING);
    assert.deepEqual(
      buttons(card).map(({ verb }) => verb),
      ['health.follow', 'health.other'],
    );
  });

  it('can be followed without a draft, and an incident that is over not at all', () => {
    const ways = { draftId: null, mayFile: true };
    const shown = healthCard([OVER, LASTING], ways, BEIJING);
    assert.deepEqual(buttons(shown), [{ title: '关注进展', verb: 'health.follow', incidentId: 'EX1' }]);
    assert.deepEqual(buttons(healthCard([OVER], WAYS, BEIJING)), []);
  });

  it('writes midnight as the beginning of its day, and both clocks where they differ', () => {
    assert.ok(cardText(healthCard([OVER], WAYS, BEIJING)).includes('结束时间: 2026年3月3日周二 00:00'));
    const abroad = cardText(healthCard([OVER], WAYS, { ...BEIJING, zone: 'Europe/Berlin' })).join('\n');
    assert.match(abroad, /北京时间 2026年3月3日周二 00:00；您的当地时间 2026年3月2日周一 17:00（Europe\/Berlin）/);
    const elsewhere = { ...BEIJING, operator: 'microsoft', zone: 'Europe/Berlin' } as const;
    assert.doesNotMatch(cardText(healthCard([OVER], WAYS, elsewhere)).join('\n'), /北京时间/);
  });
});
