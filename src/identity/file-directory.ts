import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import { type Person, personSchema, tenantSchema } from '../domain/person.ts';
import type { Directory, PersonKey } from '../domain/ports.ts';

const entrySchema = personSchema.extend({
  /** Id of a tenant in the same file. */
  tenant: z.string().min(1).max(100),
  /** Object id in Entra ID, by which Teams names a person. */
  aadObjectId: z.guid().optional(),
  timeZone: z.string().refine(isTimeZone, 'is no IANA time zone, for instance Asia/Shanghai'),
});

const directorySchema = z
  .strictObject({
    /** A tenant's id is its Entra tenant id where Teams people are to be found. */
    tenants: z.array(tenantSchema),
    people: z.array(entrySchema),
  })
  .superRefine(({ tenants, people }, context) => {
    const report = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const known = new Set(tenants.map(({ id }) => id));
    for (const index of repeated(tenants.map(({ id }) => id))) report(['tenants', index, 'id'], 'names a tenant twice');
    for (const index of repeated(people.map(({ id }) => id))) report(['people', index, 'id'], 'names a person twice');
    for (const index of repeated(people.map(entraKeyOf)))
      report(['people', index, 'aadObjectId'], 'is another person already');
    for (const [index, { tenant }] of people.entries()) {
      if (!known.has(tenant)) report(['people', index, 'tenant'], `is not among the tenants: ${tenant}`);
    }
  });

/** A directory whose people can be listed. */
export interface FileDirectory extends Directory {
  readonly people: readonly Person[];
}

/**
 * A directory from a JSON file `{tenants: […], people: […]}`, read once; people name their tenant by its id. A person is
 * found by the channel user id, or by Entra object id and tenant together.
 * @throws IntakeError `InvalidConfiguration` with the path of every mistake in the file
 */
export async function createFileDirectory(file: string): Promise<FileDirectory> {
  const { tenants, people } = await readDirectory(file);
  const tenantOf = new Map(tenants.map((tenant) => [tenant.id, tenant]));
  const byId = new Map<string, Person>();
  const byEntra = new Map<string, Person>();
  for (const entry of people) {
    const { aadObjectId: _aadObjectId, ...rest } = entry;
    const person = personSchema.parse({ ...rest, tenant: tenantOf.get(entry.tenant) });
    byId.set(person.id, person);
    const entraKey = entraKeyOf(entry);
    if (entraKey) byEntra.set(entraKey, person);
  }
  return {
    people: [...byId.values()],
    find: ({ userId, aadObjectId, tenantId }: PersonKey) =>
      Promise.resolve(byId.get(userId) ?? byEntra.get(entraKey(aadObjectId, tenantId) ?? '') ?? null),
  };
}

async function readDirectory(file: string): Promise<z.infer<typeof directorySchema>> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new IntakeError(
      'InvalidConfiguration',
      `The directory ${file} cannot be read as JSON. Check DIRECTORY_FILE.`,
      { cause },
    );
  }
  const { success, data, error } = directorySchema.safeParse(content);
  if (success) return data;
  const lines = error.issues.map(({ path, message }) => `  - ${path.join('.') || 'the file'}: ${message}`);
  throw new IntakeError(
    'InvalidConfiguration',
    `The directory ${file} has mistakes. Correct these:\n${lines.join('\n')}`,
  );
}

function entraKeyOf(entry: { aadObjectId?: string | undefined; tenant: string }): string | null {
  return entraKey(entry.aadObjectId ?? null, entry.tenant);
}

function entraKey(aadObjectId: string | null, tenantId: string | null): string | null {
  return aadObjectId && tenantId ? `${tenantId}/${aadObjectId}`.toLowerCase() : null;
}

/** Positions of values that stood before; null is no value. */
function repeated(values: readonly (string | null)[]): number[] {
  return values.flatMap((value, index) => (value !== null && values.indexOf(value) < index ? [index] : []));
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
