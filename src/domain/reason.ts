import { z } from 'zod';

/** Why the policy decided something: a stable code with parameters; words come from `dialogs/locales` under `reasons`. */
export const reasonSchema = z.strictObject({
  /** Rule number first, for instance `S2.no-premium-agreement`. */
  code: z.string().regex(/^[A-Z]+\d*\.[a-z0-9-]+$/),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type Reason = z.infer<typeof reasonSchema>;
