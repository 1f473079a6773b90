import type { KnowledgeArticle } from '../../src/knowledge/article-schema.ts';

/** A small article of 21Vianet's cloud about mail flow, changed as a test needs it. */
export function sampleArticle(change: Partial<KnowledgeArticle> = {}): KnowledgeArticle {
  return {
    id: 'sample',
    topics: ['exchange.mail-flow'],
    products: ['exchange-online'],
    operators: ['21vianet'],
    role: 'user',
    lastChecked: '2026-01-31',
    titles: { 'zh-CN': '标题', 'en-US': 'Title' },
    urls: { 'zh-CN': 'https://learn.microsoft.com/zh-cn/a', 'en-US': 'https://learn.microsoft.com/en-us/a' },
    steps: { 'zh-CN': ['第一步', '第二步'], 'en-US': ['One', 'Two'] },
    keywords: { 'zh-CN': ['词'], 'en-US': ['word'] },
    ...change,
  };
}

/** Articles that share some words and have some of their own, as in a large collection. */
export function manyArticles(count: number): readonly KnowledgeArticle[] {
  return Array.from({ length: count }, (_, number) =>
    sampleArticle({
      id: `article-${number}`,
      titles: { 'zh-CN': `邮箱${hanOf(number)}的设置`, 'en-US': `Set up mailbox ${lettersOf(number)}` },
      keywords: { 'zh-CN': ['邮箱', hanOf(number)], 'en-US': ['mailbox', lettersOf(number)] },
    }),
  );
}

const hanOf = (number: number) => String.fromCodePoint(0x5000 + (number % 5_000), 0x6500 + (number % 4_999));

/** A word of its own for each number, which no stemming makes like another. */
function lettersOf(number: number): string {
  const letters = Array.from(number.toString(), (digit) => 'bcdfghjklm'.charAt(Number(digit)));
  return `quorum${letters.join('')}`;
}
