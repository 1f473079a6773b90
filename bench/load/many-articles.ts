import type { KnowledgeArticle } from '../../src/knowledge/article-schema.ts';
import { seededRandom } from './random-numbers.ts';

const SEED = 20_260_302;
/** Share of the steps and keywords that come from another article: with none, all copies of an article would be alike. */
const FOREIGN = 0.4;

/**
 * A large collection made of a small one: each article keeps the topics and the title of a real one, numbered, and has
 * some of its steps and keywords exchanged for real ones of other articles. The words are as common as in the real
 * collection, which is harder for a search than words at random.
 * @param real articles to vary; the first ones of the result are they themselves
 */
export function varyArticles(real: readonly KnowledgeArticle[], count: number): readonly KnowledgeArticle[] {
  const random = seededRandom(SEED);
  const pick = (): KnowledgeArticle => {
    const picked = real[Math.floor(random() * real.length)];
    if (!picked) throw new Error('There are no articles to vary.');
    return picked;
  };
  const mixed = <Part>(own: readonly Part[], foreign: () => readonly Part[]): Part[] =>
    own.map((text) => {
      if (random() >= FOREIGN) return text;
      const others = foreign();
      return others[Math.floor(random() * others.length)] ?? text;
    });
  return Array.from({ length: count }, (_, index): KnowledgeArticle => {
    const base = real[index];
    if (base) return base;
    const model = pick();
    return {
      ...model,
      id: `${model.id}-${index}`,
      titles: { 'zh-CN': `${model.titles['zh-CN']} ${index}`, 'en-US': `${model.titles['en-US']} ${index}` },
      steps: {
        'zh-CN': mixed(model.steps['zh-CN'], () => pick().steps['zh-CN']),
        'en-US': mixed(model.steps['en-US'], () => pick().steps['en-US']),
      },
      keywords: {
        'zh-CN': mixed(model.keywords['zh-CN'], () => pick().keywords['zh-CN']),
        'en-US': mixed(model.keywords['en-US'], () => pick().keywords['en-US']),
      },
    };
  });
}
