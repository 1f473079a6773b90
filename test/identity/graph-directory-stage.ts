import { createGraphClient, type GraphCloud } from '../../src/graph/graph-client.ts';
import type { TenantOverride } from '../../src/identity/directory-file.ts';
import {
  createGraphDirectory,
  type GraphDirectory,
  type GraphDirectoryParts,
} from '../../src/identity/graph-directory.ts';
import { type CapturedLog, captureLog } from '../support/captured-log.ts';
import { type GraphDouble, startGraphDouble } from '../support/graph-double.ts';
import { graphRole, graphTenant, rolesPath } from '../support/graph-tenant.ts';

/** The tenant of the double, another one, a user of it, and the role template of a global administrator. */
export const TENANT = '84841066-274d-4ec0-a5c1-276be684bdd3';
export const OTHER = '11111111-2222-4333-8444-555555555555';
export const USER = '5bde3e51-d13b-4db1-9948-fe4b109d11a7';
export const ADMIN = '62e90394-69f5-4237-9190-012177145e10';

/** The user of the double in Teams and on the web. */
export const teams = { userId: 'msteams:29:someone', aadObjectId: USER, tenantId: TENANT };
export const web = { userId: `dl_${USER}`, aadObjectId: null, tenantId: null };

/** Directories over a double of Microsoft Graph whose user is an administrator. */
export interface GraphStage {
  readonly double: GraphDouble;
  readonly captured: CapturedLog;
  /** Milliseconds; the clock of what is remembered stands still unless it is set. */
  now: number;
  open(cloud?: GraphCloud, more?: Partial<GraphDirectoryParts>): GraphDirectory;
}

/** Starts the double; whoever starts it closes it. */
export async function startGraphStage(): Promise<GraphStage> {
  const double = await startGraphDouble(graphTenant(USER));
  double.holdings.set(rolesPath(USER), [graphRole(ADMIN, 'Global Administrator')]);
  const captured = captureLog();
  const { log } = captured;
  const stage: GraphStage = {
    double,
    captured,
    now: 0,
    open(cloud = 'china', more = {}) {
      // Repetitions wait on a clock of their own, which costs no time here.
      const time = { wallMs: () => 0, steadyMs: () => stage.now, pause: async () => {} };
      const client = createGraphClient({ cloud, credential: double.credential, log, baseUrl: double.origin, time });
      // The patience of a person is for a test of its own; a busy machine must not end it here.
      const usual = { tenantId: TENANT, cloud, client, log, nowMs: () => stage.now, patienceMs: 15_000 };
      return createGraphDirectory({ ...usual, ...more });
    },
  };
  return stage;
}

/** What somebody wrote down about the tenant. */
export function overridden(override: Omit<TenantOverride, 'id' | 'domains'> & { readonly domains?: string[] }) {
  return { override: () => ({ id: TENANT, domains: [], ...override }) };
}
