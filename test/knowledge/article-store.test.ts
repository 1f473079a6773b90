import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stepFor } from '../../src/domain/article-step.ts';
import { isIntakeError } from '../../src/domain/errors.ts';
import { LOCALES } from '../../src/domain/locale.ts';
import { operatorSchema } from '../../src/domain/person.ts';
import { requestKindOf, TRAINED_TOPICS } from '../../src/domain/topics.ts';
import { BUILT_IN_ARTICLES, loadArticles } from '../../src/knowledge/article-store.ts';
import { sampleArticle } from './sample-article.ts';

const article = sampleArticle();

describe('article store', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'articles-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const write = (file: string, content: unknown) =>
    writeFileSync(join(directory, file), typeof content === 'string' ? content : JSON.stringify(content));
  const failure = (folder = directory): string => {
    try {
      loadArticles(folder);
    } catch (error) {
      assert.ok(isIntakeError(error, 'InvalidConfiguration'));
      return error.message;
    }
    return assert.fail('nothing was thrown');
  };

  it('reads all files of a folder in the order of their names', () => {
    write('b.json', [{ ...article, id: 'second' }]);
    write('a.json', [{ ...article, id: 'first' }]);
    write('readme.txt', 'not an article');
    assert.deepEqual(
      loadArticles(directory).map(({ id }) => id),
      ['first', 'second'],
    );
  });

  it('tells all problems of all files at once', () => {
    write('a.json', '{ not json');
    write('b.json', [
      { ...article, topics: ['no.such-topic'], urls: { ...article.urls, 'en-US': 'http://example.com' } },
    ]);
    write('c.json', [article, article]);
    const message = failure();
    for (const part of [
      'a.json: is no JSON',
      'b.json: 0.topics.0',
      'b.json: 0.urls.en-US',
      'id sample is used twice',
    ]) {
      assert.ok(message.includes(part), `${part} in ${message}`);
    }
  });

  it('repeats nothing of a broken file, and not more problems than somebody reads', () => {
    write('a.json', 'SMTP_PASSWORD=hush-hush');
    write(
      'b.json',
      Array.from({ length: 2_000 }, () => ({})),
    );
    const message = failure();
    assert.doesNotMatch(message, /SMTP|hush/);
    assert.ok(message.length < 20_000);
    assert.match(message, /and \d+ more$/);
  });

  const bothClouds = { microsoft: 'a.com', '21vianet': 'b.cn' };
  const forBoth = { operators: ['microsoft', '21vianet'] };

  it('takes steps and parts of steps that differ by cloud, with the blanks between parts', () => {
    const steps = {
      'zh-CN': [bothClouds, ['打开 ', bothClouds, '。']],
      'en-US': [' One ', ['Open ', bothClouds, '.']],
    };
    write('a.json', [{ ...article, ...forBoth, steps }]);
    const [read] = loadArticles(directory);
    assert.deepEqual(read?.steps, { ...steps, 'en-US': ['One', ['Open ', bothClouds, '.']] });
  });

  const invalid: readonly (readonly [string, object])[] = [
    ['a step fewer in one language', { steps: { 'zh-CN': ['第一步'], 'en-US': ['One', 'Two'] } }],
    ['a step that differs by cloud for one cloud', { steps: { 'zh-CN': [bothClouds], 'en-US': ['One'] } }],
    ['words for one cloud only', { ...forBoth, steps: { 'zh-CN': [{ microsoft: '一' }], 'en-US': ['One'] } }],
    [
      'a step of parts that is too long together',
      { ...forBoth, steps: { 'zh-CN': [['一'.repeat(400), '二'.repeat(201)]], 'en-US': ['One'] } },
    ],
    ['an empty step', { steps: { 'zh-CN': [' '], 'en-US': ['One'] } }],
    ['an angle bracket, which chat clients drop', { steps: { 'zh-CN': ['Get-Mailbox <用户>'], 'en-US': ['One'] } }],
    ['a script address', { urls: { ...article.urls, 'zh-CN': 'javascript:alert(1)' } }],
    ['no operator', { operators: [] }],
    ['an unknown key', { note: 'x' }],
    [
      'a worldwide portal in an article of 21Vianet alone',
      { steps: { 'zh-CN': ['打开 https://admin.cloud.microsoft'], 'en-US': ['Open https://admin.cloud.microsoft'] } },
    ],
  ];
  for (const [what, change] of invalid) {
    it(`refuses ${what}`, () => {
      write('a.json', [{ ...article, ...change }]);
      assert.match(failure(), /a\.json: 0/);
    });
  }

  it('refuses a folder that is missing or empty', () => {
    assert.match(failure(join(directory, 'missing')), /missing cannot be read/);
    assert.match(failure(), /no article file/);
  });
});

describe('built-in articles', () => {
  const articles = loadArticles(BUILT_IN_ARTICLES);

  it('cover every technical, billing and presales topic for both operators', () => {
    const missing = TRAINED_TOPICS.filter((topic) => requestKindOf(topic) !== null).flatMap((topic) =>
      operatorSchema.options
        .filter(
          (operator) =>
            !articles.some(({ topics, operators }) => topics.includes(topic) && operators.includes(operator)),
        )
        .map((operator) => `${topic} ${operator}`),
    );
    assert.deepEqual(missing, []);
  });

  it('link only to official pages, in the language of the reader', () => {
    for (const { id, urls } of articles) {
      for (const url of Object.values(urls)) {
        assert.match(url, /^https:\/\/(learn|support|testconnectivity)\.microsoft\.com\//, id);
      }
      assert.ok(!urls['zh-CN'].includes('/en-us/') && !urls['en-US'].includes('/zh-cn/'), id);
    }
  });

  it('are written in the house style', () => {
    for (const { id, titles, steps } of articles) {
      const chinese = [
        titles['zh-CN'],
        ...steps['zh-CN'].flatMap((step) => operatorSchema.options.map((operator) => stepFor(step, operator))),
      ].join('\n');
      assert.doesNotMatch(chinese, /帐|\p{Script=Han}[:;,?!()]|你(?!的产品)/u, id);
      // A level is computed from facts and assigned by the operator (rule R30): no step asks for one.
      assert.doesNotMatch(JSON.stringify(steps), /严重级别|severity/i, id);
      // Characters that Markdown would swallow.
      assert.doesNotMatch(JSON.stringify(steps), /[<*`]|\$_/, id);
    }
  });

  it('have the same number of steps in every language', () => {
    for (const { id, steps } of articles) {
      const counts = new Set(LOCALES.map((locale) => steps[locale].length));
      assert.equal(counts.size, 1, id);
    }
  });
});
