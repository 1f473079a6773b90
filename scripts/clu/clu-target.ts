import { z } from 'zod';
import { IntakeError } from '../../src/domain/errors.ts';
import { isLoopback } from '../../src/domain/loopback.ts';
import type { CluSettings } from '../../src/language/clu-client.ts';
import { settingsSchema } from '../../src/settings.ts';
import { cluNameSchema } from './project-file.ts';

/** The resource, and in it the project; `endpoint` has no slash at its end. */
export type CluTarget = CluSettings;

/** The product insists on https, and so do we; this machine is excepted, where doubles of the service run. */
const endpointSchema = z
  .string()
  .refine(
    isUsable,
    'must be the https address of the resource, such as https://NAME.cognitiveservices.azure.com, in China .azure.cn',
  )
  .transform((value) => value.replace(/\/+$/, ''));

function isUsable(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, search, hash } = new URL(value);
  if (username !== '' || search !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

const targetSchema = z.object({
  CLU_ENDPOINT: endpointSchema,
  CLU_KEY: settingsSchema.shape.CLU_KEY.unwrap(),
  CLU_PROJECT: cluNameSchema,
  CLU_DEPLOYMENT: cluNameSchema,
});

/**
 * The target that the environment names. A key never comes from a command line, where others of the machine see it.
 * @param needs variables that the command uses; the others may be unset
 * @throws IntakeError `InvalidConfiguration` with every problem; no value is repeated
 */
export function readCluTarget(
  env: Readonly<Record<string, string | undefined>>,
  needs: readonly (keyof typeof targetSchema.shape)[],
): CluTarget {
  const names = Object.keys(targetSchema.shape) as (keyof typeof targetSchema.shape)[];
  const problems: string[] = [];
  const read = (name: (typeof names)[number]): string => {
    const value = env[name]?.trim();
    if (!value) {
      if (needs.includes(name)) problems.push(`${name}: is unset`);
      return '';
    }
    const parsed = targetSchema.shape[name].safeParse(value);
    if (!parsed.success) problems.push(`${name}: ${parsed.error.issues.map(({ message }) => message).join('; ')}`);
    return parsed.success ? parsed.data : '';
  };
  const target = {
    endpoint: read('CLU_ENDPOINT'),
    key: read('CLU_KEY'),
    project: read('CLU_PROJECT'),
    deployment: read('CLU_DEPLOYMENT'),
  };
  if (problems.length === 0) return target;
  const lines = problems.map((problem) => `  - ${problem}`).join('\n');
  throw new IntakeError(
    'InvalidConfiguration',
    `The environment, or .env, does not name the language service (docs/reference/language-service.md):\n${lines}`,
  );
}
