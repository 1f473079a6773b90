import { readFileSync } from 'node:fs';
import { mayBeTypedCode } from '../../dialogs/awaited-code.ts';
import { converse } from '../../dialogs/conversation.ts';
import { STATE_VERSION } from '../../dialogs/state.ts';
import type { Activity } from '../../src/domain/activity.ts';
import type { Draft } from '../../src/domain/draft.ts';
import type { TenantContacts } from '../../src/domain/person.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import type { Directory, Store } from '../../src/domain/ports.ts';
import type { Converse } from '../../src/domain/support-desk.ts';
import type { CodeEvent } from '../../src/services/code-office.ts';
import type { SupportDeskParts } from '../../src/services/desk-opening.ts';
import { createSupportDesk } from '../../src/services/support-desk.ts';
import { type CodeDouble, createCodeDouble } from './code-double.ts';
import {
  completeDraft,
  contosoAdmin,
  countingIds,
  deskParts,
  type StandingClock,
  standingClock,
} from './desk-parts.ts';
import { createTurnBench, directLineTurn } from './desk-turns.ts';
import { sampleConversation } from './store-samples.ts';
import type { TemporaryStore } from './store-temporary.ts';

/** A conversation with the real dialogs in which codes are sent to a double. */
export interface CodeBench {
  readonly clock: StandingClock;
  readonly codes: CodeDouble;
  /** What was told for the audit. */
  readonly events: readonly CodeEvent[];
  /** Says something and gives what was answered; the same key is the same message. */
  say(said: string | Partial<Activity>, options?: SayOptions): Promise<readonly string[]>;
  /** Stands at the review of a draft whose contact is not registered. */
  atReview(conversationId?: string, draft?: Partial<Draft>): Promise<void>;
  /** Everything that the database file and its log hold, as it lies on the disk. */
  onDisk(): string;
}

/** Where, by whom and as which message something is said. */
export interface SayOptions {
  readonly conversationId?: string;
  readonly user?: string;
  readonly key?: string;
}

const CONTOSO: TenantContacts = {
  tenant: contosoAdmin().tenant,
  registered: { phones: ['+86 10 5555 0100'], emails: ['admin@contoso.example'] },
  locale: 'zh-CN',
};

/** Puts it together over a store on disk; `store` may stand in front of it and misbehave. */
export function createCodeBench(
  kept: TemporaryStore,
  options: {
    readonly store?: Store;
    readonly fail?: boolean;
    readonly talk?: Converse;
    readonly desk?: Partial<SupportDeskParts>;
    readonly directory?: Directory;
  } = {},
): CodeBench {
  const store = options.store ?? kept.store;
  const clock = standingClock();
  const ids = countingIds(2000);
  const codes = createCodeDouble({ channels: ['email', 'sms'], fail: options.fail ?? false });
  const events: CodeEvent[] = [];
  const tenants = {
    readDomain: (text: string) => (/^[\w-]+(\.[\w-]+)+$/.test(text) ? text.toLowerCase() : null),
    findTenant: async (domain: string) => (domain === 'contoso.example' ? CONTOSO : null),
  };
  const audit = (event: CodeEvent) => void events.push(event);
  const parts = deskParts(store, { clock, ids, codes: { ...codes, tenants, audit }, ...options.desk });
  const { take } = createTurnBench(store, {
    clock,
    ids,
    openDesk: createSupportDesk(parts).open,
    converse: options.talk ?? converse,
    mayBeTypedCode,
    ...(options.directory && { directory: options.directory }),
  });
  return {
    clock,
    codes,
    events,
    say: async (said, { conversationId = 'directline/one', user = 'dl_contoso-admin', key } = {}) => {
      const heard: string[] = [];
      const activity: Activity = {
        type: 'message',
        value: undefined,
        channelData: { supportsCards: false },
        conversation: { id: conversationId.slice('directline/'.length) },
        from: { id: user },
        ...(typeof said === 'string' ? { text: said } : said),
      };
      await take(
        directLineTurn('', {
          conversationId,
          activity,
          who: { userId: user, aadObjectId: null, tenantId: null },
          dedupeKey: key ?? null,
          publish: async (rows) => {
            heard.push(...rows.flatMap((row) => (row.direction === 'outgoing' ? [row.activity.text ?? ''] : [])));
            return { result: 'sent' };
          },
        }),
      );
      return heard;
    },
    atReview: async (conversationId = 'directline/one', changes = {}) => {
      const draft = completeDraft({ contactPhone: '+86 138 0013 8000', ...changes });
      const state = {
        schemaVersion: STATE_VERSION,
        locale: 'zh-CN',
        localeChosen: false,
        channelLocale: null,
        modality: 'text',
        welcomed: true,
        misunderstood: 0,
        draft,
        filed: null,
        stack: [{ dialog: 'contact-support', step: 'review', answered: [] }],
      };
      const conversation = sampleConversation({ id: conversationId, state, lastSeq: 0, tenant: 'contoso-cn' });
      await kept.store.commitTurn({ system: 'turn' }, { conversation, activities: [], requests: [], deliveries: [] });
    },
    onDisk: () =>
      ['', '-wal'].map((suffix) => readFileSync(`${kept.file}${suffix}`, { encoding: 'latin1', flag: 'a+' })).join(''),
  };
}

/** The operators' table with other numbers of verification. */
export function policiesWith(changes: Partial<(typeof POLICIES)['21vianet']['verification']>): typeof POLICIES {
  const vianet = POLICIES['21vianet'];
  return { ...POLICIES, '21vianet': { ...vianet, verification: { ...vianet.verification, ...changes } } };
}
