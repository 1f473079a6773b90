import type { Log } from '../log.ts';
import type { Every } from '../reloaded-content.ts';
import { createReloadedFolder } from '../reloaded-folder.ts';
import type { KnowledgeArticle } from './article-schema.ts';
import { readArticles } from './article-store.ts';

/** The articles of the product together with those of an operator. */
export interface OwnArticles {
  /** Built-in ones and own ones; the same list until the folder changes. */
  current(): readonly KnowledgeArticle[];
  /** For readiness. @throws IntakeError `InvalidConfiguration` while the folder on the disk is not the one in use */
  check(): void;
  close(): void;
}

/** What own articles are made of. */
export interface OwnArticlesParts {
  readonly directory: string;
  readonly builtIn: readonly KnowledgeArticle[];
  readonly log: Log;
  /** How to look again and again; a timer where it is left out. */
  readonly every?: Every;
  /** Hears of every change that was taken. */
  readonly onChange?: () => void;
}

/**
 * Articles of `KNOWLEDGE_DIR` beside the built-in ones: an article with the id of a built-in one takes its place, every
 * other is added. The folder is read again when it changes; one with mistakes leaves the last good one in place.
 * @throws IntakeError `InvalidConfiguration` with every mistake of every file
 */
export async function createOwnArticles(parts: OwnArticlesParts): Promise<OwnArticles> {
  const { directory, builtIn, log, every, onChange } = parts;
  const folder = await createReloadedFolder({
    path: directory,
    setting: 'KNOWLEDGE_DIR',
    ending: '.json',
    parse: (files) => joined(builtIn, readArticles(directory, files)),
    log,
    ...(every && { every }),
    ...(onChange && { onChange }),
  });
  return folder;
}

function joined(builtIn: readonly KnowledgeArticle[], own: readonly KnowledgeArticle[]): readonly KnowledgeArticle[] {
  const byId = new Map(own.map((article) => [article.id, article]));
  const kept = builtIn.map((article) => byId.get(article.id) ?? article);
  const ids = new Set(builtIn.map(({ id }) => id));
  return [...kept, ...own.filter(({ id }) => !ids.has(id))];
}
