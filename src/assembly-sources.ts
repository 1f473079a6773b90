import { type CodeWay, createCodeSender } from './codes/code-sender.ts';
import { createMailCodes } from './codes/mail-codes.ts';
import { createPrintedCodes } from './codes/printed-codes.ts';
import { createSealedCodes } from './codes/sealed-codes.ts';
import { createSmsCodes } from './codes/sms-codes.ts';
import type { Config } from './config.ts';
import type { CodeSecrets, CodeSender, CodeWords, TenantFinder } from './domain/contact-codes.ts';
import type { Operator, Person } from './domain/person.ts';
import { POLICIES, type Policy, policyNotes } from './domain/policy.ts';
import type { Directory, ServiceHealth } from './domain/ports.ts';
import { keptFrom, mayReceive } from './domain/residency.ts';
import type { GraphClient } from './graph/graph-client.ts';
import { createFileHealth } from './health/file-health.ts';
import type { IncidentSource } from './health/known-incident.ts';
import { createServiceHealth } from './health/service-health.ts';
import { createDirectory } from './identity/combined-directory.ts';
import { readDomain } from './identity/domain-name.ts';
import { createFileDirectory, type FileDirectory } from './identity/file-directory.ts';
import { createTenantLookup } from './identity/tenant-lookup.ts';
import type { Log } from './log.ts';
import { readPolicies } from './policy-file.ts';
import { systemClock as clock } from './system-ports.ts';

/** What is known of the world outside: the policy, people and organisations, service health. */
export interface Sources {
  readonly policies: Readonly<Record<Operator, Policy>>;
  readonly directory: Directory;
  /** The people of the directory file, as it is now; none where people come from Graph alone. */
  people(): readonly Person[];
  readonly health: ServiceHealth;
  /** For verification codes: who sends and keeps them, and whose organisation a domain is. */
  readonly codes: { readonly sender: CodeSender; readonly secrets: CodeSecrets; readonly tenants: TenantFinder };
  /** For readiness: files that were broken while they were in use. What they held before still counts. */
  readonly warnings: Readonly<Record<string, () => Promise<void>>>;
  close(): void;
}

/**
 * Reads the files that staff edit and joins them with Microsoft Graph, where it is set up.
 * @throws IntakeError `InvalidConfiguration` with every mistake of a file
 */
export async function createSources(config: Config, log: Log, words: CodeWords): Promise<Sources> {
  const policies = await readPolicies(config.policyFile);
  const own = log.child({ part: 'sources' });
  const graph = config.graph ? await connectGraph(config.graph, config, own) : null;
  const people = config.directoryFile ? await createFileDirectory(config.directoryFile, { log: own }) : null;
  const incidents = config.healthFile ? await createFileHealth(config.healthFile, { clock, log: own }) : null;
  const graphHealth = graph ? [await graph.health()] : [];
  const graphs = graph ? [await graph.directory(people)] : [];
  return {
    policies,
    directory: createDirectory({ file: people, graphs }),
    people: () => people?.people ?? [],
    health: createServiceHealth({ sources: [...(incidents ? [incidents] : []), ...graphHealth], clock }),
    codes: {
      sender: await createSender(config, policies, own, words),
      secrets: createSealedCodes(config.directLineSecrets),
      tenants: { readDomain, findTenant: createTenantLookup({ file: people, graphs }) },
    },
    warnings: {
      ...(people && { directoryFile: async () => people.check() }),
      ...(incidents && { healthFile: () => incidents.check() }),
    },
    close: () => {
      people?.close();
      incidents?.close();
    },
  };
}

/**
 * In production a way that is not set up is not offered; development without any prints codes into the log. Contacts of a
 * tenant are written to only through hosts that the policy of its operator allows (rule R31).
 */
async function createSender(
  { mail, sms, production, bot }: Config,
  policies: Sources['policies'],
  log: Log,
  words: CodeWords,
): Promise<CodeSender> {
  const printed = !production && !mail && !sms ? createPrintedCodes(log) : undefined;
  const email: CodeWay | undefined = mail ? await createMailCodes({ ...mail, words }) : printed;
  const text = sms ? createSmsCodes({ ...sms, words, proxyEnv: bot.proxy }) : printed;
  const addresses = { email: mail?.url, sms: sms?.url };
  for (const [channel, address] of Object.entries(addresses)) {
    const operators = address ? keptFrom(policies, address) : [];
    if (operators.length > 0) {
      log.warn(
        { channel, operators },
        'codes do not go this way for these operators: their policy does not allow its host',
      );
    }
  }
  return createCodeSender({ ...(email && { email }), ...(text && { sms: text }) }, (operator, channel) => {
    const address = addresses[channel];
    return address === undefined || mayReceive(policies[operator], address);
  });
}

/** Tells which policy is used and which of its values are contested; a start that fails says nothing but why. */
export function tellPolicies({ policies }: Pick<Sources, 'policies'>, log: Log): void {
  for (const policy of Object.values(policies)) {
    const { operator, version } = policy;
    if (policy !== POLICIES[operator]) log.info({ operator, version }, 'the support policy of a file is used');
    for (const note of policyNotes(policy)) log.info({ operator, ...note }, 'a value of the support policy');
  }
}

/** One client for both: after "too many requests" they rest together. Azure's library loads slowly, and most need it never. */
async function connectGraph(graph: NonNullable<Config['graph']>, { bot }: Config, log: Log) {
  const { tenantId, clientId, clientSecret, cloud } = graph;
  const [{ ClientSecretCredential }, { createGraphClient, GRAPH_CLOUDS }] = await Promise.all([
    import('@azure/identity'),
    import('./graph/graph-client.ts'),
  ]);
  const { operator, authority: authorityHost } = GRAPH_CLOUDS[cloud];
  const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, { authorityHost });
  const client: GraphClient = createGraphClient({ cloud, credential, log, proxyEnv: bot.proxy });
  return {
    health: async (): Promise<IncidentSource> => {
      const { createGraphHealth } = await import('./health/graph-health.ts');
      return createGraphHealth({ client, operator, tenantId, clock, log });
    },
    directory: async (file: FileDirectory | null) => {
      const { createGraphDirectory } = await import('./identity/graph-directory.ts');
      return createGraphDirectory({ tenantId, cloud, client, log, ...(file && { override: file.override }) });
    },
  };
}
