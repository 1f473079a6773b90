import type { Draft } from '../../src/domain/draft.ts';
import type { Person } from '../../src/domain/person.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import type { Clock, Ids, Log, Store } from '../../src/domain/ports.ts';
import type { Understanding } from '../../src/domain/understanding.ts';
import type { SupportDeskParts } from '../../src/services/desk-opening.ts';
import { uuid } from './store-samples.ts';

/** Helpdesk administrator, one of the roles that may file requests. */
const HELPDESK = '729827e3-9c14-49f7-bb1b-9608f156bbb8';

/** The administrator of Contoso CN, as the demo directory has them. */
export function contosoAdmin(changes: Partial<Person> = {}): Person {
  return {
    id: 'dl_contoso-admin',
    name: 'Contoso CN administrator',
    tenant: {
      id: 'contoso-cn',
      name: 'Contoso CN',
      operator: '21vianet',
      purchase: 'direct',
      partner: null,
      premiumAgreement: true,
      trial: false,
    },
    roles: [HELPDESK],
    registered: { phone: '+86 10 5555 0100', email: 'admin@contoso.example' },
    timeZone: 'Asia/Shanghai',
    locale: 'zh-CN',
    ...changes,
  };
}

/** The administrator of Northwind, whose tenant Microsoft runs. */
export function northwindAdmin(changes: Partial<Person> = {}): Person {
  const contoso = contosoAdmin();
  return {
    ...contoso,
    id: 'dl_northwind-admin',
    name: 'Northwind administrator',
    tenant: { ...contoso.tenant, id: 'northwind', name: 'Northwind', operator: 'microsoft', premiumAgreement: false },
    registered: { phone: null, email: 'admin@northwind.example' },
    timeZone: 'America/Los_Angeles',
    locale: 'en-US',
    ...changes,
  };
}

/** A draft with everything that a request needs, of level A. */
export function completeDraft(changes: Partial<Draft> = {}): Draft {
  return {
    id: uuid(900),
    description: '从今天早上开始，全公司都收不到外部邮件。重启也没有用。',
    topic: 'exchange.mail-flow',
    kind: 'technical',
    product: 'exchange-online',
    facts: { serviceState: 'unavailable', affected: 'organization', deadlineAtRisk: null, workaround: null },
    impactStatement: '所有订单都通过电子邮件处理，业务已经完全停止。',
    resourcesCommitted: true,
    contactName: 'Contoso CN administrator',
    contactPhone: '+86 10 5555 0100',
    contactEmail: 'admin@contoso.example',
    preferredContact: 'phone',
    contactLanguage: 'zh-CN',
    consentAt: '2026-03-02T00:59:00.000Z',
    boughtDirectly: null,
    attempted: [{ articleId: 'mail-flow', outcome: 'not-solved' }],
    health: { result: 'none', checkedAt: '2026-03-02T00:58:00.000Z', incidents: [] },
    remarks: [],
    related: [],
    attachments: [],
    details: {},
    detailsAsked: false,
    ...changes,
  };
}

/** A clock that stands until it is moved. */
export interface StandingClock extends Clock {
  moveTo(moment: string): void;
}

/** Monday 2026-03-02, 09:00 in Beijing. */
export function standingClock(): StandingClock {
  let now = '2026-03-02T01:00:00.000Z';
  return {
    now: () => now,
    moveTo: (moment) => {
      now = moment;
    },
  };
}

/** Ids that count up. */
export function countingIds(start = 0): Ids {
  let last = start;
  return {
    uuid: () => {
      last += 1;
      return uuid(last);
    },
  };
}

/** What was logged, in order. */
export interface RememberingLog extends Log {
  readonly lines: {
    readonly level: 'warn' | 'error';
    readonly fields: Readonly<Record<string, unknown>>;
    readonly message: string;
  }[];
}

/** A log that keeps its lines for a test to read. */
export function rememberingLog(): RememberingLog {
  const lines: RememberingLog['lines'] = [];
  return {
    lines,
    warn: (fields, message) => lines.push({ level: 'warn', fields, message }),
    error: (fields, message) => lines.push({ level: 'error', fields, message }),
  };
}

/** What the recogniser of {@link deskParts} answers. */
export const MAIL_FLOW: Understanding = {
  topic: 'exchange.mail-flow',
  confidence: 0.9,
  alternatives: [],
  entities: {},
  severityFacts: { affected: 'organization' },
  source: 'local',
};

/** A desk over a real store and the real policies; recogniser, knowledge and health answer one thing each. */
export function deskParts(store: Store, changes: Partial<SupportDeskParts> = {}): SupportDeskParts {
  const clock = changes.clock ?? standingClock();
  return {
    policies: POLICIES,
    recogniser: { recognise: async () => MAIL_FLOW },
    knowledge: {
      search: async () => [{ id: 'mail-flow', title: 'Mail flow', url: 'https://support.microsoft.com', steps: [] }],
    },
    health: {
      check: async () => ({ result: 'none', checkedAt: clock.now(), incidents: [] }),
      find: async () => ({ result: 'gone' }),
    },
    store,
    ids: countingIds(),
    backends: ['webhook', 'servicenow'],
    defaultOperator: '21vianet',
    ...changes,
    clock,
  };
}
