import { z } from 'zod';

/** One incident of the operator's service health, as shown and stored. */
const incidentSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  since: z.iso.datetime(),
  lastPost: z.string().nullable(),
});

/** A look at service health (rule R11): a failed look is `not-checked`, never "healthy". */
export const healthCheckSchema = z.strictObject({
  result: z.enum(['matched', 'none', 'not-checked']),
  checkedAt: z.iso.datetime(),
  incidents: z.array(incidentSchema),
});
export type HealthCheck = z.infer<typeof healthCheckSchema>;
