import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { hasPhrase, phrase, reasonText, takeMissingPhrases } from '../../dialogs/phrases.ts';
import { QUESTION_IDS } from '../../dialogs/state.ts';
import { HEALTH_STATUSES } from '../../src/domain/health.ts';
import { LOCALES, type Locale } from '../../src/domain/locale.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import { requestStatusSchema, severitySchema } from '../../src/domain/service-request.ts';
import { PRODUCTS, REQUEST_KINDS, topicSchema } from '../../src/domain/topics.ts';

/** Every text of a locale by its dotted key; lists are matched by key only, for languages need different words. */
function texts(locale: Locale): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (node: unknown, path: string): void => {
    if (typeof node === 'string') found.set(path, node);
    else if (Array.isArray(node)) found.set(path, '');
    else for (const [key, value] of Object.entries(node ?? {})) walk(value, path ? `${path}.${key}` : key);
  };
  walk(JSON.parse(readFileSync(new URL(`../../dialogs/locales/${locale}.json`, import.meta.url), 'utf8')), '');
  return found;
}

const placeholders = (text: string): readonly string[] => [...new Set(text.match(/{{\w+}}/g) ?? [])].sort();
const chinese = texts('zh-CN');
const english = texts('en-US');

/** Reason codes that the domain can give, as its sources write them. */
function reasonCodes(): readonly string[] {
  const files = ['eligibility', 'severity', 'response-target', 'desk-hours'].map(
    (name) => `../../src/domain/${name}.ts`,
  );
  const tables = ['microsoft', '21vianet'].map((name) => `../../src/domain/policies/${name}.json`);
  const sources = [...files, ...tables].map((path) => readFileSync(new URL(path, import.meta.url), 'utf8')).join('\n');
  return [...new Set(sources.match(/(?<=['"])(?:[RSTD]\d+|TABLE)\.[a-z-]+(?=['"])/g) ?? [])];
}

describe('locales', () => {
  it('have the same keys', () => assert.deepEqual([...chinese.keys()].sort(), [...english.keys()].sort()));

  it('have the same placeholders in each text', () => {
    for (const [key, text] of chinese) {
      // The two languages name a holiday by different parameters of the same reason.
      if (key.endsWith('.holiday')) continue;
      assert.deepEqual(placeholders(text), placeholders(english.get(key) ?? ''), key);
    }
  });

  it('have words for every topic, product, kind, level, status and question', () => {
    const wanted = [
      ...topicSchema.options.map((topic) => `values.topic.${topic}`),
      ...PRODUCTS.map((product) => `values.product.${product}`),
      ...REQUEST_KINDS.map((kind) => `values.kind.${kind}`),
      ...severitySchema.options.map((level) => `values.severity.${level}`),
      ...requestStatusSchema.options.map((status) => `values.status.${status}`),
      ...HEALTH_STATUSES.map((status) => `values.healthStatus.${status}`),
      ...QUESTION_IDS.flatMap((id) => [`questions.${id}`, `fields.${id}`]),
      ...Object.values(POLICIES).flatMap(({ resources }) =>
        resources.items.flatMap(({ name }) => [`resources.${name}.name`, `resources.${name}.about`]),
      ),
    ];
    for (const locale of LOCALES) for (const key of wanted) assert.ok(hasPhrase(locale, key), `${locale} ${key}`);
  });

  it('have words for every reason code of the domain', () => {
    const codes = reasonCodes();
    assert.ok(codes.length >= 30, `only ${codes.length} codes found`);
    for (const locale of LOCALES)
      for (const code of codes) assert.ok(hasPhrase(locale, `reasons.${code}`), `${locale} ${code}`);
  });

  it('write Chinese with full-width punctuation, 您, 账单 and 账户', () => {
    for (const [key, text] of chinese) {
      if (key.startsWith('commands') || key.startsWith('answers.')) continue;
      assert.doesNotMatch(text, /\p{Script=Han}[,;:?!]|[,;:?!]\p{Script=Han}/u, key);
      assert.doesNotMatch(text, /你(?!好)|帐单|帐户|严重性|安全级别/u, key);
    }
  });

  it('repeat no opening hour, phone number or address of the policy', () => {
    const { phone, portal } = POLICIES['21vianet'];
    for (const [key, text] of [...chinese, ...english]) {
      for (const value of [
        phone.display ?? '',
        portal.adminCenter,
        POLICIES.microsoft.portal.adminCenter,
        '24:00',
        '09:00',
      ]) {
        assert.ok(!text.includes(value), `${key} repeats ${value}`);
      }
    }
  });
});

describe('phrase', () => {
  it('inserts words of people as they are', () => {
    const words = 'a $t(help) {{portal}} <b> & "q"';
    assert.ok(phrase('en-US', 'restarted.withWords', { words }).includes(words));
  });

  it('puts each value in its place, in every sentence', () => {
    for (const [locale, all] of [
      ['zh-CN', chinese],
      ['en-US', english],
    ] as const) {
      for (const [key, text] of all) {
        const names = placeholders(text).map((placeholder) => placeholder.slice(2, -2));
        if (names.length === 0 || names.some((name) => name === 'count' || name === 'context')) continue;
        const values = Object.fromEntries(names.map((name, at) => [name, at === 0 ? 7 : `$&${name}{{x}}`]));
        const expected = text.replaceAll(/{{(\w+)}}/g, (_, name: string) => String(values[name]));
        assert.equal(phrase(locale, key, values), expected, `${locale} ${key}`);
      }
    }
  });

  it('reports a missing key and a missing value', () => {
    takeMissingPhrases();
    phrase('zh-CN', 'no.such.key');
    phrase('zh-CN', 'labelled', { label: 'x' });
    assert.equal(takeMissingPhrases().length, 2);
  });

  it('words the names inside a reason', () => {
    const reason = { code: 'S1.kind-cap', params: { kind: 'billing', max: 'B' } };
    assert.match(reasonText(reason, 'zh-CN'), /账单和订阅.*严重级别 B/);
    assert.match(reasonText(reason, 'en-US'), /Billing and subscriptions.*severity B/);
  });
});
