import type { Config } from './config.ts';
import type { KnowledgeArticle } from './knowledge/article-schema.ts';
import { BUILT_IN_ARTICLES, loadArticles } from './knowledge/article-store.ts';
import { createKnowledge } from './knowledge/knowledge-search.ts';
import { createLateKnowledge, type LateKnowledge } from './knowledge/late-knowledge.ts';
import { createOwnArticles } from './knowledge/own-articles.ts';
import { searchAids } from './language/search-aids.ts';
import type { Log } from './log.ts';

/** The articles and their search. */
export interface AssembledKnowledge extends LateKnowledge {
  /** For readiness: a folder that was broken while it was in use. What it held before still counts. */
  readonly warnings: Readonly<Record<string, () => Promise<void>>>;
  close(): void;
}

/**
 * Reads the articles of the product and of the operator; the index is built later.
 * @throws IntakeError `InvalidConfiguration` with every mistake of every file
 */
export async function assembleKnowledge(
  { knowledgeDir }: Pick<Config, 'knowledgeDir'>,
  log: Log,
): Promise<AssembledKnowledge> {
  const own = log.child({ part: 'knowledge' });
  const builtIn = loadArticles(BUILT_IN_ARTICLES);
  const current: { articles: () => readonly KnowledgeArticle[] } = { articles: () => builtIn };
  const knowledge = createLateKnowledge({
    articles: () => current.articles(),
    build: (articles) => createKnowledge(articles, searchAids),
    log: own,
  });
  if (knowledgeDir === null) return { ...knowledge, warnings: {}, close: () => undefined };
  const folder = await createOwnArticles({
    directory: knowledgeDir,
    builtIn,
    log: own,
    onChange: () => {
      knowledge.warmUp().catch((err) => own.error({ err }, 'changed articles could not be indexed'));
    },
  });
  current.articles = folder.current;
  const checkFolder = async () => {
    folder.check();
    await knowledge.checkChange();
  };
  return { ...knowledge, warnings: { knowledgeDir: checkFolder }, close: folder.close };
}
