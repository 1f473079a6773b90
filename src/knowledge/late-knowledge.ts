import type { Knowledge } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import type { KnowledgeArticle } from './article-schema.ts';
import type { IndexedKnowledge } from './knowledge-search.ts';

/** Knowledge whose index is built a moment after the start, or with the first search, and again when articles change. */
export interface LateKnowledge extends Knowledge {
  /** Builds the index of the articles as they are now; resolves when it is there. Rejects when it cannot be built. */
  warmUp(): Promise<void>;
  /** Rejects when there is no index because none could be built; one that is not built yet is as good as ready. */
  check(): Promise<void>;
  /** Rejects when changed articles could not be indexed, and the former ones answer. */
  checkChange(): Promise<void>;
}

/** What late knowledge is made of. */
export interface LateKnowledgeParts {
  /** The articles as they are now; another list when they changed. */
  readonly articles: () => readonly KnowledgeArticle[];
  /** Begins to make an index of them. */
  readonly build: (articles: readonly KnowledgeArticle[]) => IndexedKnowledge;
  /** Told which articles were found and why, never what was asked. */
  readonly log?: Pick<Log, 'debug'>;
}

/**
 * Keeps the index out of the start, of which it takes a fifth. When articles changed, questions go to the former index
 * until the new one is there; one that cannot be built leaves the former in place.
 */
export function createLateKnowledge({ articles, build, log }: LateKnowledgeParts): LateKnowledge {
  /** The lists are told apart by their order: an older one may be done later. */
  let lists = 0;
  let used:
    | { readonly articles: readonly KnowledgeArticle[]; readonly list: number; readonly index: Knowledge }
    | undefined;
  let making: { readonly articles: readonly KnowledgeArticle[]; readonly index: Promise<Knowledge> } | undefined;
  let failure: { readonly articles: readonly KnowledgeArticle[]; readonly reason: unknown } | undefined;

  async function make(wanted: readonly KnowledgeArticle[], list: number): Promise<Knowledge> {
    try {
      const index = build(wanted);
      await index.ready();
      if (!used || used.list < list) used = { articles: wanted, list, index };
      // An older list that is done late says nothing of a newer one that failed.
      if (used?.list === list) failure = undefined;
      return index;
    } catch (reason) {
      failure = { articles: wanted, reason };
      throw reason;
    } finally {
      if (making?.articles === wanted) making = undefined;
    }
  }
  function ofNow(): Promise<Knowledge> {
    const wanted = articles();
    if (used?.articles === wanted) return Promise.resolve(used.index);
    if (making?.articles === wanted) return making.index;
    lists += 1;
    const list = lists;
    // A moment later, so that one that fails at once is known to be made before it fails.
    const index = Promise.resolve().then(() => make(wanted, list));
    making = { articles: wanted, index };
    return index;
  }
  function usable(): Promise<Knowledge> {
    // What failed once fails again, and the former index is there.
    if (used && failure?.articles === articles()) return Promise.resolve(used.index);
    const index = ofNow();
    if (!used) return index;
    index.catch(() => undefined);
    return Promise.resolve(used.index);
  }

  return {
    async search(query) {
      const index = await usable();
      const found = await index.search(query);
      const told = found.map(({ id, match }) => ({ id, ...match }));
      log?.debug({ topic: query.topic, operator: query.operator, articles: told }, 'articles were searched');
      return found;
    },
    async warmUp() {
      await ofNow();
    },
    async check() {
      if (failure && !used) throw failure.reason;
    },
    async checkChange() {
      if (failure) throw failure.reason;
    },
  };
}
