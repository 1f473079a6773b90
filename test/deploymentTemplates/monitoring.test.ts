import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { createMetrics } from '../../src/metrics.ts';
import { readAlertRules } from '../support/alert-rules.ts';
import { promqlNames } from '../support/promql-names.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(resolve(ROOT, path), 'utf8');

/** Every metric of the product by name, and the labels that occur, after each was used once. */
async function registryOf() {
  const metrics = createMetrics();
  metrics.turn('directline', 'answered', 0.01);
  metrics.recognised('local', 'topic');
  metrics.commit(0.001);
  metrics.request({ method: 'GET', route: '/', status: 200, seconds: 0.01 });
  metrics.watchSockets(() => 1);
  metrics.watchLoad(
    () => 0,
    () => 'normal',
  );
  metrics.watchReadiness(async () => ({ ready: true, parts: { database: true } }));
  const depths = {
    outgoing: { pending: 0, sending: 0, unclear: 0, dead: 0 },
    deliveries: { pending: 0, dead: 0 },
    oldestOutgoingAt: null,
    oldestDeliveryAt: null,
  };
  metrics.watchQueues(
    async () => depths,
    () => '2026-03-02T01:00:00.000Z',
  );
  const text = await metrics.text();
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]));
  const labels = new Set([...text.matchAll(/[{,]([a-z_]+)="/g)].map(([, label]) => label));
  // What Prometheus itself adds, and what only shows after a garbage collection.
  return { types, labels: new Set([...labels, 'job', 'instance', 'le', 'kind']) };
}

/** The metrics of the page: name and type of every row that begins with a name in code and a type. */
function describedMetrics(page: string): Map<string, string> {
  const rows = page.matchAll(/^\| `([a-z_0-9]+)` +\| (counter|gauge|histogram) /gm);
  return new Map([...rows].map(([, name = '', type = '']) => [name, type]));
}

function seriesOf(types: ReadonlyMap<string, string>): ReadonlySet<string> {
  const names = [...types].flatMap(([name, type]) =>
    type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name],
  );
  return new Set([...names, 'up']);
}

const targetSchema = z.looseObject({ refId: z.string(), expr: z.string().min(1), datasource: z.unknown() });
const panelSchema = z.looseObject({
  id: z.int().positive(),
  type: z.enum(['row', 'stat', 'timeseries']),
  title: z.string().min(1),
  gridPos: z.strictObject({ h: z.int(), w: z.int(), x: z.int(), y: z.int() }),
  targets: z.array(targetSchema).optional(),
});
const dashboardSchema = z.looseObject({
  __inputs: z.array(z.looseObject({ name: z.literal('DS_PROMETHEUS'), type: z.literal('datasource') })).length(1),
  id: z.null(),
  uid: z.string().min(1).max(40),
  title: z.string().min(1),
  schemaVersion: z.int(),
  templating: z.looseObject({ list: z.array(z.looseObject({ name: z.string(), definition: z.string() })) }),
  annotations: z.looseObject({ list: z.array(z.looseObject({ expr: z.string() })) }),
  panels: z.array(panelSchema).min(1),
});

describe('the monitoring templates', () => {
  const rules = readAlertRules(read('deploymentTemplates/monitoring/prometheus-alerts.yaml'));
  const source = read('deploymentTemplates/monitoring/grafana-dashboard.json');
  const dashboard = dashboardSchema.parse(JSON.parse(source));
  const page = read('docs/reference/monitoring.md');
  const queries = [
    ...rules.map(({ alert, expr }) => ({ where: alert, expr })),
    ...dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ where: title, expr }))),
    ...dashboard.annotations.list.map(({ expr }) => ({ where: 'annotation', expr })),
  ];

  it('ask only for metrics and labels that the product has', async () => {
    const { types, labels } = await registryOf();
    const series = seriesOf(types);
    for (const { where, expr } of queries) {
      const named = promqlNames(expr);
      assert.ok(named.metrics.length > 0, where);
      for (const name of named.metrics) assert.ok(series.has(name), `${where}: ${name}`);
      for (const label of named.labels) assert.ok(labels.has(label), `${where}: ${label}`);
    }
  });

  it('are read by a tokenizer that would notice a wrong name', () => {
    const { metrics, labels } = promqlNames(
      'histogram_quantile(0.9, sum by (le, colour) (rate(one_bucket{job="a b{c}", kind=~"x"}[5m] offset 1d))) > 1.5 * two and on (job) three:four',
    );
    assert.deepEqual(metrics, ['one_bucket', 'two', 'three:four']);
    assert.deepEqual(labels.toSorted(), ['colour', 'job', 'job', 'kind', 'le']);
  });

  it('alert under names of their own, about this job only, with what to do', () => {
    const names = rules.map(({ alert }) => alert);
    assert.equal(new Set(names).size, names.length);
    for (const { alert, expr, annotations } of rules) {
      assert.match(alert, /^SupportIntakeBot[A-Z]/);
      const selectors = expr.match(/\b\w+\{/g) ?? [];
      assert.equal(expr.split('{job="support-intake-bot"').length - 1, selectors.length, alert);
      assert.ok(annotations.description.length > 100, alert);
    }
  });

  it('tell of messages that were given up by what is in the queue, however they came to it', () => {
    const { expr } = rules.find(({ alert }) => alert === 'SupportIntakeBotMessagesGivenUp') ?? { expr: '' };
    // Messages that were lost with an instance or found the queue full are no attempt to send, so no counter has them.
    assert.deepEqual(new Set(promqlNames(expr).metrics), new Set(['queue_depth']));
    assert.equal(expr.split('queue="outgoing", status=~"dead|unclear"').length - 1, 2);
  });

  it('are refused by the reader of alert rules when a part is missing or the file is no such YAML', () => {
    const whole = read('deploymentTemplates/monitoring/prometheus-alerts.yaml');
    assert.throws(() => readAlertRules(whole.replace(/^ +for: 2m\n/m, '')));
    assert.throws(() => readAlertRules(whole.replace('severity: warning', 'severity: loud')));
    assert.throws(() => readAlertRules(whole.replace('        for:', '       for:')), /line \d+/);
    assert.throws(() => readAlertRules(whole.replace(/summary: .*/, 'summary: one: two')), /needs a block/);
  });

  it('show each panel once, side by side on the grid, on the data source that is asked for at the import', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    const cells = new Set<string>();
    for (const { title, type, gridPos, targets = [] } of dashboard.panels) {
      assert.ok(gridPos.x + gridPos.w <= 24, title);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          assert.ok(!cells.has(`${x} ${y}`), `${title} lies on another panel`);
          cells.add(`${x} ${y}`);
        }
      }
      if (type !== 'row') assert.ok(targets.length > 0, title);
      assert.equal(new Set(targets.map(({ refId }) => refId)).size, targets.length, title);
      for (const { datasource } of targets) {
        assert.deepEqual(datasource, { type: 'prometheus', uid: '${DS_PROMETHEUS}' }, title);
      }
    }
  });

  it('use no variable that the dashboard does not have', () => {
    const known = new Set([...dashboard.templating.list.map(({ name }) => name), '__rate_interval', '__all']);
    for (const [, name = ''] of source.matchAll(/\$(\w+)/g)) assert.ok(known.has(name), name);
  });

  it('are described: every metric with its type, every alert with its severity', async () => {
    const { types } = await registryOf();
    const described = describedMetrics(page);
    // Some numbers of the process are told on Linux only.
    const expected = process.platform === 'linux' ? [...described] : [...described].filter(([name]) => types.has(name));
    assert.deepEqual(Object.fromEntries(expected.toSorted()), Object.fromEntries([...types].toSorted()));
    const alerts = [...page.matchAll(/^\| `(SupportIntakeBot\w+)` +\| (\w+) /gm)].map(([, name, severity]) => [
      name,
      severity,
    ]);
    assert.deepEqual(alerts.toSorted(), rules.map(({ alert, labels }) => [alert, labels.severity]).toSorted());
  });
});
