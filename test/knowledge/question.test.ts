import assert from 'node:assert/strict';
import { stepFor } from '../../src/domain/article-step.ts';
import { indexArticles } from '../../src/knowledge/article-index.ts';
import { BUILT_IN_ARTICLES, loadArticles } from '../../src/knowledge/article-store.ts';
import { affordableHits, QUESTION_LIMITS, readQuestion } from '../../src/knowledge/question.ts';
import { manyArticles, sampleArticle } from './sample-article.ts';

const real = loadArticles(BUILT_IN_ARTICLES);
const everyStep = real.flatMap(({ steps }) =>
  [...steps['zh-CN'], ...steps['en-US']].map((step) => stepFor(step, '21vianet')),
);

describe('question', () => {
  const HOSTILE: readonly (readonly [string, string])[] = [
    ['all words of all articles', everyStep.join(' ')],
    ['misspelt words', everyStep.join(' ').replaceAll(/[a-z]\b/g, 'q')],
    ['thousands of different words', Array.from({ length: 20_000 }, (_, at) => `mailb${at.toString(36)}`).join(' ')],
    ['different Han characters', String.fromCodePoint(...Array.from({ length: 20_000 }, (_, at) => 0x4e00 + at))],
    ['one Han character', '邮'.repeat(20_000)],
    ['nothing', ''],
  ];
  for (const [what, text] of HOSTILE) {
    it(`asks for no more than it may: ${what}`, async () => {
      const articles = await indexArticles([...real, ...manyArticles(300)]);
      let guesses = 0;
      const suggest = (word: string) => {
        guesses += 1;
        return articles.spelling.suggest(word);
      };
      const { terms } = readQuestion(text, { ...articles, spelling: { suggest } });
      const hits = Array.from(terms.keys()).reduce((sum, term) => sum + articles.terms.documentsWith(term), 0);
      assert.ok(terms.size <= QUESTION_LIMITS.terms, `${terms.size} terms`);
      assert.ok(guesses <= QUESTION_LIMITS.unknown, `${guesses} guesses`);
      assert.ok(hits <= affordableHits(articles.terms.documents), `${hits} hits`);
    });
  }

  it('affords more hits in a larger collection, up to a limit', () => {
    const { least, most } = QUESTION_LIMITS.hits;
    assert.equal(affordableHits(10), least);
    assert.ok(affordableHits(10_000) > least);
    assert.equal(affordableHits(10_000_000), most);
  });

  it('leaves out common words first, and always asks for one', async () => {
    const everywhere = Array.from(
      { length: 60 },
      (_, at) => `common${'abcdefghij'[at % 10]}${'klmnop'[Math.floor(at / 10)]}`,
    );
    const articles = await indexArticles(
      Array.from({ length: 700 }, (_, number) =>
        sampleArticle({
          id: `a-${number}`,
          steps: { 'zh-CN': ['一', '二'], 'en-US': [everywhere.join(' '), number === 7 ? 'singular' : 'plural'] },
        }),
      ),
    );
    const { terms } = readQuestion(`${everywhere.join(' ')} singular`, articles);
    assert.ok(terms.has('singular'));
    assert.ok(terms.size < 12, `${terms.size} terms`);
    assert.equal(readQuestion('commonak', articles).terms.size, 1);
  });

  it('trusts a guess less than a word, and a code more', async () => {
    const articles = await indexArticles([
      sampleArticle({ keywords: { 'zh-CN': ['词'], 'en-US': ['outlook', 'aadsts50053'] } }),
    ]);
    const { terms } = readQuestion('outlok AADSTS50053 title', articles);
    assert.deepEqual(Array.from(terms).sort(), [
      ['aadsts50053', 2.5],
      ['outlook', 0.9],
      ['titl', 1],
    ]);
  });
});
