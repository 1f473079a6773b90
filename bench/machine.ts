import { cpus, machine, release, totalmem, type } from 'node:os';
import { z } from 'zod';

/** Where figures were measured; figures of two machines are not compared. */
export const machineSchema = z.object({
  cpu: z.string(),
  cores: z.number(),
  memoryGb: z.number(),
  node: z.string(),
  os: z.string(),
});
export type Machine = z.infer<typeof machineSchema>;

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() || 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    os: `${type()} ${release()} ${machine()}`,
  };
}
