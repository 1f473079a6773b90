import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { IntakeError } from './domain/errors.ts';
import type { Operator } from './domain/person.ts';
import { loadPolicies, POLICIES, type Policy, policySchema } from './domain/policy.ts';
import { readStructuredText } from './structured-text.ts';

const tablesSchema = z
  .preprocess((content) => (Array.isArray(content) ? content : [content]), z.array(policySchema).min(1))
  .refine((tables) => new Set(tables.map(({ operator }) => operator)).size === tables.length, {
    message: 'holds two tables of one operator',
  });

/**
 * The support policy of both operators: the built-in tables, or instead of one of them the table that `POLICY_FILE` holds.
 * A table replaces a whole table: values of two versions of a policy must not mix.
 * @param file JSON or YAML with one table or a list of tables, in the shape of `src/domain/policies/*.json`; null without one
 * @throws IntakeError `InvalidConfiguration` when the file cannot be read, or with the path of every wrong field
 */
export async function readPolicies(file: string | null): Promise<Readonly<Record<Operator, Policy>>> {
  if (file === null) return POLICIES;
  const tables = readStructuredText(await textOf(file), tablesSchema, {
    what: `The support policy ${file}`,
    setting: 'POLICY_FILE',
  });
  return loadPolicies([...Object.values(POLICIES), ...tables]);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new IntakeError('InvalidConfiguration', `The support policy ${file} cannot be read. Check POLICY_FILE.`, {
      cause,
    });
  }
}
