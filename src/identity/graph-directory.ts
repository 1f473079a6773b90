import { performance } from 'node:perf_hooks';
import { localeFor } from '../domain/locale.ts';
import type { Operator, Person, Tenant, TenantContacts } from '../domain/person.ts';
import type { Directory, PersonKey } from '../domain/ports.ts';
import { GRAPH_CLOUDS, type GraphClient, type GraphCloud } from '../graph/graph-client.ts';
import { GraphFailure } from '../graph/graph-failure.ts';
import type { Log } from '../log.ts';
import type { TenantOverride } from './directory-file.ts';
import { readDomain } from './domain-name.ts';
import { entraUserOf } from './entra-user.ts';
import {
  ADVANCED,
  type GraphOrganisation,
  type GraphPurchase,
  type GraphUser,
  ORGANISATION_PATH,
  readOrganisation,
  readRoles,
  readSubscriptions,
  readUser,
  rolesPath,
  SUBSCRIPTIONS_PATH,
  userPath,
} from './graph-records.ts';
import { normalisedContacts, registeredOf } from './registered-contacts.ts';
import { createRemembered, type Hold, type Remembered } from './remembered.ts';

/** What a directory over Microsoft Graph is made of. */
export interface GraphDirectoryParts {
  /** The one tenant that the credential can read. */
  readonly tenantId: string;
  readonly cloud: GraphCloud;
  readonly client: GraphClient;
  readonly log: Pick<Log, 'warn'>;
  /** What somebody wrote down about this tenant; it wins over Graph. */
  readonly override?: (tenantId: string) => TenantOverride | null;
  /** Milliseconds that a person waits for Graph; then what is known counts, and the answer is there the next time. 2000. */
  readonly patienceMs?: number;
  /** A clock that only goes forward, in milliseconds. */
  readonly nowMs?: () => number;
}

/** A directory that reads one tenant; it never fails, see {@link createGraphDirectory}. */
export interface GraphDirectory extends Directory {
  /** @param options.fresh for "check again": roles that were given a minute ago */
  find(who: PersonKey, options?: { readonly fresh?: boolean }): Promise<Person | null>;
  /** The tenant when the domain is one of its verified ones; null for every other, after the same work. */
  tenantByDomain(domain: string): Promise<TenantContacts | null>;
}

const PATIENCE_MS = 2000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How long Graph is left alone after a failure, so that not every turn waits for the next one. */
const HOLD_MS = 10_000;
const LONGEST_HOLD_MS = 2 * MINUTE_MS;

/** What Graph told in time; null for what it did not. */
interface Told {
  readonly organisation: GraphOrganisation | null;
  readonly bought: GraphPurchase | null;
  readonly override: TenantOverride | null;
}

/**
 * People of one tenant from Microsoft Graph, by the Entra ids of {@link entraUserOf}: roles by template id, contacts of the
 * profile, how the tenant bought. The application needs `Directory.Read.All`. People and roles are remembered for five
 * minutes, the tenant for an hour and, when Graph fails then, for a day. Whoever Graph does not know, has disabled or keeps
 * in another tenant is null. Whoever could not be looked up is a person without roles marked `identity: 'not-checked'`.
 */
export function createGraphDirectory(parts: GraphDirectoryParts): GraphDirectory {
  const { cloud, override = () => null } = parts;
  const tenantId = parts.tenantId.toLowerCase();
  const { operator } = GRAPH_CLOUDS[cloud];
  const reads = readsOf(parts, tenantId);
  const patience = parts.patienceMs ?? PATIENCE_MS;

  async function askTenant(fresh: boolean): Promise<Told> {
    const [organisation, bought] = await Promise.all([
      inTime(patience, reads.organisation.get(tenantId, false)),
      inTime(patience, reads.subscriptions.get(tenantId, fresh)),
    ]);
    return { organisation, bought, override: override(tenantId) };
  }

  return {
    async find(who, { fresh = false } = {}) {
      const entra = entraUserOf(who, tenantId);
      if (entra?.tenantId !== tenantId) return null;
      const [user, roles, told] = await Promise.all([
        inTime(patience, reads.users.get(entra.objectId, fresh)),
        inTime(patience, reads.roles.get(entra.objectId, fresh)),
        askTenant(fresh),
      ]);
      if (user === 'nobody' || user?.isEnabled === false) return null;
      const isChecked = user !== null && roles !== null && !roles.isPartial;
      return {
        id: who.userId,
        name: user?.name ?? '',
        tenant: tenantOf(tenantId, operator, told),
        roles: [...(roles?.templateIds ?? [])],
        ...profileOf(user, operator, told),
        ...(!isChecked && { identity: 'not-checked' }),
      };
    },
    async tenantByDomain(domain) {
      const told = await askTenant(false);
      const { organisation, override } = told;
      const known = [...(organisation?.domains ?? []), ...(override?.domains ?? []).map(readDomain)];
      const asked = readDomain(domain);
      if (asked === null || !known.includes(asked)) return null;
      const registered = override?.registered ?? organisation ?? { phones: [], emails: [] };
      const country = override?.country ?? organisation?.countryLetterCode ?? null;
      return {
        tenant: tenantOf(tenantId, operator, told),
        registered: normalisedContacts(registered, { operator, country }),
        locale: override?.locale ?? localeFor(organisation?.preferredLanguage ?? undefined),
      };
    },
  };
}

/** The four things that are read, each remembered for itself: one that fails leaves the others. */
function readsOf({ client, log, nowMs = () => performance.now() }: GraphDirectoryParts, tenantId: string) {
  const told = async <Value>(what: string, reading: Promise<Value>): Promise<Value> => {
    try {
      return await reading;
    } catch (err) {
      log.warn({ err, kind: err instanceof GraphFailure ? err.kind : null, what }, 'the directory could not be read');
      throw err;
    }
  };
  const remember = <Value>(what: string, times: Times, read: (key: string) => Promise<Value>): Remembered<Value> =>
    createRemembered({ ...times, max: 5000, holdOf, nowMs, read: (key) => told(what, read(key)) });
  return {
    users: remember('user', OF_PEOPLE, async (id) => {
      const content = await orNobody(client.get(userPath(id)));
      return content === 'nobody' ? content : readUser(content);
    }),
    roles: remember('roles', OF_PEOPLE, async (id) => {
      const content = await orNobody(client.list(rolesPath(id), ADVANCED));
      return readRoles(content === 'nobody' ? [] : content);
    }),
    organisation: remember('organisation', OF_TENANT, async () =>
      readOrganisation(await client.list(ORGANISATION_PATH), tenantId),
    ),
    subscriptions: remember('subscriptions', OF_TENANT, async () =>
      readSubscriptions(await client.list(SUBSCRIPTIONS_PATH), tenantId),
    ),
  };
}

type Times = { readonly keepMs: number; readonly staleMs: number };
/** A role that was taken away must not live on because Graph is out of reach: nothing stale. */
const OF_PEOPLE: Times = { keepMs: 5 * MINUTE_MS, staleMs: 0 };
const OF_TENANT: Times = { keepMs: HOUR_MS, staleMs: 24 * HOUR_MS };

function holdOf(failure: unknown): Hold {
  const kind = failure instanceof GraphFailure ? failure.kind : null;
  const asked = failure instanceof GraphFailure ? (failure.retryAfterMs ?? 0) : 0;
  return {
    milliseconds: Math.min(Math.max(HOLD_MS, asked), LONGEST_HOLD_MS),
    // One record that cannot be read says nothing about the others.
    isForAll: kind === 'unavailable' || kind === 'throttled' || kind === 'unauthorised',
  };
}

/** Not to be there is an answer, not a failure. */
async function orNobody<Content>(reading: Promise<Content>): Promise<Content | 'nobody'> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof GraphFailure && error.kind === 'not-found') return 'nobody';
    throw error;
  }
}

/** What comes in time, or null; a reading that takes longer goes on and is remembered. */
async function inTime<Value>(milliseconds: number, reading: Promise<Value>): Promise<Value | null> {
  const { promise, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(resolve, milliseconds, null);
  try {
    return await Promise.race([reading.catch(() => null), promise]);
  } finally {
    clearTimeout(timer);
  }
}

function tenantOf(id: string, operator: Operator, { organisation, bought, override }: Told): Tenant {
  return {
    id,
    name: override?.name ?? organisation?.name ?? id,
    operator,
    purchase: override?.purchase ?? bought?.purchase ?? 'unknown',
    partner: override?.partner ?? null,
    premiumAgreement: override?.premiumAgreement ?? false,
    trial: override?.trial ?? bought?.trial ?? false,
  };
}

function profileOf(user: GraphUser | null, operator: Operator, { organisation, override }: Told) {
  const country = user?.usageLocation ?? override?.country ?? organisation?.countryLetterCode ?? null;
  const contacts = { phones: user?.phones ?? [], emails: user?.emails ?? [] };
  const isChinese = operator === '21vianet' || country === 'CN';
  const locale =
    localeFor(user?.preferredLanguage ?? undefined) ??
    override?.locale ??
    localeFor(organisation?.preferredLanguage ?? undefined) ??
    (operator === '21vianet' ? 'zh-CN' : 'en-US');
  return {
    registered: registeredOf(normalisedContacts(contacts, { operator, country })),
    // Graph tells a time zone only of mailboxes, and only with a further permission.
    timeZone: override?.timeZone ?? (isChinese ? 'Asia/Shanghai' : 'UTC'),
    locale,
    ...(country !== null && { country }),
  };
}
