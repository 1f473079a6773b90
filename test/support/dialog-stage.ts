import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { converse } from '../../dialogs/conversation.ts';
import { failureText } from '../../dialogs/phrases.ts';
import type { Activity } from '../../src/domain/activity.ts';
import type { SentFile } from '../../src/domain/attachment.ts';
import type { CodeMessage } from '../../src/domain/contact-codes.ts';
import type { Locale } from '../../src/domain/locale.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import type { Clock, Recogniser, Store } from '../../src/domain/ports.ts';
import type { CodeChannel } from '../../src/domain/verification.ts';
import { createFileKeeper } from '../../src/files/file-keeper.ts';
import { createFileHealth } from '../../src/health/file-health.ts';
import { createServiceHealth } from '../../src/health/service-health.ts';
import { readDomain } from '../../src/identity/domain-name.ts';
import { createFileDirectory } from '../../src/identity/file-directory.ts';
import { BUILT_IN_ARTICLES, loadArticles } from '../../src/knowledge/article-store.ts';
import { createKnowledge } from '../../src/knowledge/knowledge-search.ts';
import { createLocalRecogniser } from '../../src/language/local-recogniser.ts';
import { loadModel } from '../../src/language/model-file.ts';
import { searchAids } from '../../src/language/search-aids.ts';
import { createSupportDesk } from '../../src/services/support-desk.ts';
import { createTurn } from '../../src/services/turn.ts';
import { DEMO_DIRECTORY_FILE } from '../../src/settings.ts';
import { NO_LEASES } from '../../src/storage/conversation-leases.ts';
import { createCodeDouble } from './code-double.ts';

/** A conversation of one person with the real dialogs, policy, recogniser, articles and store. */
export interface Stage {
  /** Says something or presses a button, and answers with what the bot sent. */
  send(
    input: string | Record<string, unknown>,
    locale?: Locale,
    files?: readonly SentFile[],
  ): Promise<readonly Activity[]>;
  join(): Promise<readonly Activity[]>;
  /** Lets time go by. */
  later(minutes: number): void;
  /** The codes that were sent, in order. */
  readonly codes: readonly CodeMessage[];
  readonly conversationId: string;
}

const local: Recogniser = createLocalRecogniser(loadModel());
const knowledge = createKnowledge(loadArticles(BUILT_IN_ARTICLES), searchAids);

/** Sets the stage for one conversation; ids count up and the clock stands still, so that transcripts repeat themselves. */
export async function setStage(options: {
  readonly store: Store;
  readonly person: string;
  readonly now: string;
  readonly cards?: boolean;
  readonly locale?: Locale;
  readonly state?: unknown;
  /** A file of known incidents; without one, health cannot be checked. */
  readonly healthFile?: string;
  /** The channels of codes, all of which work or fail; without them none can be sent. */
  readonly codes?: { readonly channels: readonly CodeChannel[]; readonly fail: boolean };
  /** What understands the words; the shipped recogniser where it is left out. */
  readonly recogniser?: Recogniser;
  /** Nobody can be looked up. */
  readonly directory?: 'down';
}): Promise<Stage> {
  const { store, person, now, cards = true, locale, recogniser = local } = options;
  let moment = now;
  const clock = { now: () => moment };
  const codes = createCodeDouble(options.codes);
  const directory = await createFileDirectory(DEMO_DIRECTORY_FILE);
  const incidents = options.healthFile ? [await openIncidents(options.healthFile, clock)] : [];
  const conversationId = `directline/${person}-${now}-${cards}`;
  const ids = { uuid: counted(conversationId) };
  const desk = createSupportDesk({
    policies: POLICIES,
    recogniser,
    knowledge,
    health: createServiceHealth({ sources: incidents, clock }),
    store,
    clock,
    ids,
    backends: ['webhook'],
    defaultOperator: '21vianet',
    codes: {
      ...codes,
      tenants: { readDomain, findTenant: async (domain) => directory.tenantByDomain(domain) },
    },
  });
  const turn = createTurn({
    store,
    leases: NO_LEASES,
    outgoing: { settle: async () => undefined, wake: () => undefined },
    converse,
    directory: options.directory === 'down' ? { ...directory, find: async () => assert.fail('no answer') } : directory,
    openDesk: desk.open,
    files: createFileKeeper({ store, clock, ids, log: { warn: () => undefined, error: () => undefined } }),
    clock,
    ids,
    failureReply: (language) => ({ text: failureText(language) }),
  });
  const take = async (
    activity: Partial<Activity>,
    sentFiles: readonly SentFile[] = [],
  ): Promise<readonly Activity[]> => {
    const said: Activity[] = [];
    await turn({
      channel: 'directline',
      conversationId,
      activity: {
        type: 'message',
        value: undefined,
        channelData: { supportsCards: cards },
        conversation: { id: conversationId },
        from: { id: person },
        recipient: { id: 'bot' },
        ...(locale ? { locale } : {}),
        ...activity,
      },
      who: { userId: person, aadObjectId: null, tenantId: null },
      dedupeKey: null,
      sentFiles,
      reference: null,
      publish: async (rows) => {
        said.push(...rows.filter(({ direction }) => direction === 'outgoing').map((row) => row.activity));
        return { result: 'sent' };
      },
    });
    return said;
  };
  return {
    conversationId,
    codes: codes.sent,
    later: (minutes) => {
      moment = new Date(Date.parse(moment) + minutes * 60_000).toISOString();
    },
    send: (input, told, files) =>
      take(
        { ...(typeof input === 'string' ? { text: input } : { value: input }), ...(told ? { locale: told } : {}) },
        files,
      ),
    join: () => take({ type: 'conversationUpdate', membersAdded: [{ id: person }] }),
  };
}

/** Well-formed version 7 UUIDs that differ by conversation and count up. */
function counted(seed: string): () => string {
  const tail = createHash('sha256').update(seed).digest('hex').slice(0, 9);
  let next = 0;
  return () => {
    next += 1;
    return `0190a0b0-0000-7000-8${next.toString(16).padStart(3, '0')}-${tail}${next.toString(16).padStart(3, '0')}`;
  };
}

async function openIncidents(path: string, clock: Clock) {
  const silent = { info: () => undefined, error: () => undefined };
  return createFileHealth(path, { clock, log: silent, every: () => () => undefined });
}
