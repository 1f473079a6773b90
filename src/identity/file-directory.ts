import type { Person, Tenant, TenantContacts } from '../domain/person.ts';
import type { Directory, PersonKey } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import type { Every } from '../reloaded-content.ts';
import { createReloadedFile } from '../reloaded-file.ts';
import { readStructuredText } from '../structured-text.ts';
import {
  directorySchema,
  entraKeyOf,
  type PersonEntry,
  type TenantEntry,
  type TenantOverride,
} from './directory-file.ts';
import { readDomain } from './domain-name.ts';
import { entraUserOf } from './entra-user.ts';
import { normalisedContacts, readRegisteredPhone, registeredOf } from './registered-contacts.ts';

/** A directory whose people can be listed. */
export interface FileDirectory extends Directory {
  /** As the file is now. */
  readonly people: readonly Person[];
  /** What the file knows of a tenant that another directory reads: its override, or the tenant as it stands here. */
  override(tenantId: string): TenantOverride | null;
  /** The tenant of this file with this verified domain; null as well for what is no domain. */
  tenantByDomain(domain: string): TenantContacts | null;
  /** For readiness. @throws IntakeError `InvalidConfiguration` while the file cannot be used as it is on the disk */
  check(): void;
  /** Looks at the file no more. */
  close(): void;
}

/** How a file is watched; without a log it is read once. */
export interface FileWatch {
  readonly log: Pick<Log, 'info' | 'error'>;
  readonly every?: Every;
  readonly intervalMs?: number;
}

/** The file, ready to be asked. */
interface Content {
  readonly people: readonly Person[];
  readonly byId: ReadonlyMap<string, Person>;
  readonly byEntra: ReadonlyMap<string, Person>;
  readonly byDomain: ReadonlyMap<string, TenantContacts>;
  readonly overrides: ReadonlyMap<string, TenantOverride>;
}

/**
 * A directory from a file `{tenants: […], people: […], overrides: […]}`, JSON or YAML, read again when it changes; people
 * name their tenant by its id. A person is found by the channel user id, or by Entra object id and tenant together.
 * @throws IntakeError `InvalidConfiguration` with the path of every mistake in the file
 */
export async function createFileDirectory(path: string, watch?: FileWatch): Promise<FileDirectory> {
  const setting = 'DIRECTORY_FILE';
  const named = { what: `The directory ${path}`, setting };
  const parse = (text: string) => contentOf(readStructuredText(text, directorySchema, named));
  const file = await createReloadedFile({ path, setting, parse, ...(watch ?? READ_ONCE) });
  return {
    get people() {
      return file.current().people;
    },
    async find(who: PersonKey) {
      const { byId, byEntra } = file.current();
      return byId.get(who.userId) ?? byEntra.get(entraKeyOfUser(who)) ?? null;
    },
    override: (tenantId) => file.current().overrides.get(tenantId.toLowerCase()) ?? null,
    tenantByDomain: (domain) => file.current().byDomain.get(readDomain(domain) ?? '') ?? null,
    check: file.check,
    close: file.close,
  };
}

const READ_ONCE: FileWatch = { log: { info: () => undefined, error: () => undefined }, every: () => () => undefined };

/** Tenants of the file may have ids that are no GUIDs, which Teams never sends. */
function entraKeyOfUser(who: PersonKey): string {
  const user = entraUserOf(who, null);
  return user ? `${user.tenantId}/${user.objectId}` : '';
}

function contentOf(file: ReturnType<typeof directorySchema.parse>): Content {
  const tenantOf = new Map(file.tenants.map((entry) => [entry.id, entry]));
  const byId = new Map<string, Person>();
  const byEntra = new Map<string, Person>();
  for (const entry of file.people) {
    const tenant = tenantOf.get(entry.tenant);
    if (!tenant) continue;
    const person = personOf(entry, tenant);
    byId.set(person.id, person);
    const entraKey = entraKeyOf(entry);
    if (entraKey) byEntra.set(entraKey, person);
  }
  const byDomain = new Map(
    file.tenants.flatMap((entry) => entry.domains.map((text) => [readDomain(text) ?? '', contactsOf(entry)] as const)),
  );
  const overrides = new Map([...file.tenants, ...file.overrides].map((entry) => [entry.id.toLowerCase(), entry]));
  return { people: [...byId.values()], byId, byEntra, byDomain, overrides };
}

function personOf(entry: PersonEntry, tenant: TenantEntry): Person {
  const { aadObjectId: _aadObjectId, registered, country = tenant.country, ...rest } = entry;
  return {
    ...rest,
    tenant: tenantRecord(tenant),
    registered: registeredIn(registered, tenant, country ?? null),
    locale: entry.locale ?? tenant.locale ?? 'en-US',
    timeZone: entry.timeZone ?? tenant.timeZone ?? 'UTC',
    ...(country && { country }),
  };
}

/** One contact of each kind stays as it was written when it cannot be read: files from before several ones existed hold such. */
function registeredIn(
  { phone = null, email = null, phones, emails }: PersonEntry['registered'],
  { operator }: TenantEntry,
  country: string | null,
): Person['registered'] {
  const home = { operator, country };
  const first = phone === null ? null : (readRegisteredPhone(phone, home) ?? phone);
  if (!phones && !emails) return { phone: first, email: email === null ? null : email.toLowerCase() };
  const all = { phones: [phone ?? [], phones ?? []].flat(), emails: [email ?? [], emails ?? []].flat() };
  return registeredOf(normalisedContacts(all, home));
}

function tenantRecord({ id, name, operator, purchase, partner, premiumAgreement, trial }: TenantEntry): Tenant {
  return { id, name, operator, purchase, partner, premiumAgreement, trial };
}

function contactsOf(entry: TenantEntry): TenantContacts {
  const home = { operator: entry.operator, country: entry.country ?? null };
  return {
    tenant: tenantRecord(entry),
    registered: normalisedContacts(entry.registered ?? { phones: [], emails: [] }, home),
    locale: entry.locale ?? null,
  };
}
