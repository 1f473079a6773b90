import { IANAZone } from 'luxon';
import { z } from 'zod';
import { IntakeError } from './errors.ts';
import type { Operator } from './person.ts';
import { operatorSchema } from './person.ts';
import vianet from './policies/21vianet.json' with { type: 'json' };
import microsoft from './policies/microsoft.json' with { type: 'json' };
import { type Reason, reasonSchema } from './reason.ts';
import { severitySchema } from './service-request.ts';
import { REQUEST_KINDS, requestKindSchema } from './topics.ts';
import { verificationPolicySchema } from './verification.ts';

/** Rule numbers of the support policy that a part of the table comes from. */
const rulesSchema = z.array(z.string().regex(/^[RSTD]\d{1,2}$/)).min(1);
const codeSchema = reasonSchema.shape.code;
const webAddressSchema = z.url({ protocol: /^https$/ });
const linkSchema = z.strictObject({ 'zh-CN': webAddressSchema, 'en-US': webAddressSchema }).nullable();
const hostSchema = z
  .string()
  .regex(/^\.?(?:[a-z0-9-]+\.)*[a-z0-9-]+$/i, 'is no host name, with or without a dot in front');
const zoneSchema = z.string().refine((zone) => IANAZone.isValidZone(zone), 'is no IANA time zone');

const resourceSchema = z.strictObject({
  /** A key under `resources` of the texts. */
  name: z.string().regex(/^[a-z0-9-]+$/),
  /** Null where no address is known: the support page leads there. */
  link: linkSchema,
  /** A picture to scan, such as a QR code; null where none is configured. */
  picture: webAddressSchema.nullable(),
});
/** One way to help oneself (rules R17, R18). */
export type Resource = z.infer<typeof resourceSchema>;

/** Half-open opening hours [opens, closes) on `weekdays` (ISO, 1 = Monday); `closes` may be 24:00. */
const hoursSchema = z
  .strictObject({
    weekdays: z.array(z.int().min(1).max(7)).min(1),
    opens: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    closes: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/),
    /** Closed on statutory holidays of mainland China. */
    closedOnHolidays: z.boolean(),
    /** Also open on a Saturday or Sunday that is a make-up working day. */
    openOnMakeUpDays: z.boolean(),
  })
  .refine((hours) => hours.opens < hours.closes, { path: ['closes'], message: 'must be later than opens' });
export type Hours = z.infer<typeof hoursSchema>;

const deskSchema = z.strictObject({
  rules: rulesSchema,
  channels: z.array(z.enum(['online', 'phone'])).min(1),
  /** An IANA zone, or `local`: the local time of the caller's country. */
  zone: z.union([z.literal('local'), zoneSchema]),
  /** BCP 47 tags; empty where the source names none. `localLanguages`: other languages in some countries. */
  languages: z.array(z.string().min(2)),
  localLanguages: z.boolean(),
  hours: z.record(severitySchema, hoursSchema),
});
/** Who answers one kind of request, when and in which languages (rules R19-R23). */
export type Desk = z.infer<typeof deskSchema>;

const minutesSchema = z.int().min(1).max(10_080);
const promiseSchema = z.discriminatedUnion('counted', [
  z.strictObject({
    counted: z.literal('around-the-clock'),
    minutes: minutesSchema,
    rules: rulesSchema,
    note: z.string().optional(),
  }),
  z.strictObject({
    counted: z.literal('open-hours'),
    minutes: minutesSchema,
    rules: rulesSchema,
    note: z.string().optional(),
  }),
  z.strictObject({
    counted: z.literal('working-days'),
    days: z.int().min(1).max(30),
    rules: rulesSchema,
    note: z.string().optional(),
  }),
  z.strictObject({ counted: z.literal('none'), rules: rulesSchema, note: z.string().optional() }),
]);
/** How a first response is promised at one level (rules T1, T2, T3, T7). */
export type ResponsePromise = z.infer<typeof promiseSchema>;

/**
 * The support policy of one operator as data; `rules` name the rows of the support policy that the values beside it come from.
 * An operator may replace a table by a file of the same shape; see {@link loadPolicies}.
 */
export const policySchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    operator: operatorSchema,
    version: z.string().min(1),
    source: z.string().min(1),
    reviewedAt: z.iso.date(),
    eligibility: z.strictObject({
      rules: rulesSchema,
      /** Directory role templates that make an administrator; lower-case ids, the same in every tenant. */
      roles: z.array(z.strictObject({ templateId: z.uuid().toLowerCase(), name: z.string().min(1) })).min(1),
      /** At least one subscription must have been bought from the operator itself (R7, R8). */
      requiresDirectPurchase: z.boolean(),
      /** A trial is never refused (R6). */
      servesTrials: z.literal(true),
    }),
    desks: z.record(requestKindSchema, deskSchema),
    severity: z.strictObject({
      rules: rulesSchema,
      /** Highest level per kind (S1). */
      maxByKind: z.record(requestKindSchema, severitySchema),
      /** Level A only with an advanced online service agreement (S2). */
      needsPremiumAgreementForA: z.boolean(),
      /** Level A only with an impact statement and people set aside (S3). */
      needsCommitmentsForA: z.boolean(),
      /** Letters that a business impact statement must at least hold to be solid (S3). */
      impactStatementMinLength: z.int().min(1).max(1000),
      /** Told beside every level (R30, S5). */
      notices: z.array(codeSchema),
    }),
    response: z.strictObject({
      rules: rulesSchema,
      /** The values are the operator's estimates and shown as such, not promises (T7). */
      estimate: z.boolean(),
      targets: z.record(severitySchema, promiseSchema),
    }),
    duties: z.strictObject({
      rules: rulesSchema,
      /** What the customer has to do at each level, as reason codes (D3, D4). */
      bySeverity: z.record(severitySchema, z.array(codeSchema)),
      /** The admin's part whatever the request is, as reason codes (D1, D2, D5, D6). */
      byAdmin: z.array(codeSchema).min(1),
      /** Support's part, as reason codes (R29, D7). */
      bySupport: z.array(codeSchema).min(1),
      /** Of support's part, what is promised beside the reference of a filed request (D7). */
      afterFiling: z.array(codeSchema),
    }),
    phone: z.strictObject({
      rules: rulesSchema,
      /** E.164; null where the number differs by country and stands in the admin center. */
      number: z
        .string()
        .regex(/^\+[1-9]\d{6,14}$/)
        .nullable(),
      display: z.string().min(1).nullable(),
      /** What to have at hand for a call, as reason codes (R24, R25). */
      haveReady: z.array(codeSchema).min(1),
    }),
    portal: z.strictObject({
      rules: rulesSchema,
      adminCenter: webAddressSchema,
      /** The labels to press for a new request, in order. */
      newRequestPath: z.strictObject({ 'zh-CN': z.array(z.string()).min(1), 'en-US': z.array(z.string()).min(1) }),
    }),
    /** Pages to send people to; null where the operator has none that is known. */
    links: z.strictObject({
      rules: rulesSchema,
      generalSupport: linkSchema,
      contactSupport: linkSchema,
      serviceHealth: linkSchema,
      publicStatus: linkSchema,
      whoIsMyAdmin: linkSchema,
      selfHelp: linkSchema,
      community: linkSchema,
      serviceDescriptions: linkSchema,
      tryOrBuy: linkSchema,
      findPartner: linkSchema,
      registeredContacts: linkSchema,
      addIns: linkSchema,
      networkRequirements: linkSchema,
      privacy: linkSchema,
    }),
    /** Self-service of this operator only (R17, R18). */
    resources: z.strictObject({ rules: rulesSchema, items: z.array(resourceSchema) }),
    /** What support does not do (R26-R28), and the admin's part that is told beside it (D2, D5, D6), as reason codes. */
    boundary: z.strictObject({ rules: rulesSchema, outside: z.array(codeSchema), duties: z.array(codeSchema) }),
    /** Codes for callers whose contact is not registered (R25). */
    verification: verificationPolicySchema.extend({ rules: rulesSchema }),
    privacy: z.strictObject({
      rules: rulesSchema,
      /** Version of the notice that stands before the first form and is stored with the consent. */
      noticeVersion: z.string().min(1),
      /** Where texts and requests may go: anywhere, or only to `allowedHosts`. */
      dataResidency: z.enum(['mainland-china', 'unrestricted']),
      /** Hosts by name; one with a dot in front stands for all below it. */
      allowedHosts: z.array(hostSchema),
    }),
  })
  .superRefine((policy, context) => {
    for (const kind of REQUEST_KINDS) {
      for (const severity of severitySchema.options) {
        const { counted } = policy.response.targets[severity];
        const { zone, hours } = policy.desks[kind];
        const refuse = (path: readonly string[], message: string): void =>
          context.addIssue({ code: 'custom', path: ['desks', kind, ...path], message });
        if (zone === 'local' && (counted === 'open-hours' || counted === 'working-days')) {
          refuse(
            ['zone'],
            `must be an IANA zone, because response.targets.${severity} is counted in the hours of this desk`,
          );
        }
        // Otherwise the search for the next counting day would never end in a year without make-up weekends.
        if (counted === 'working-days' && hours[severity].weekdays.every((day) => day > 5)) {
          refuse(
            ['hours', severity, 'weekdays'],
            `needs a day of Monday to Friday, because response.targets.${severity} is counted in working days`,
          );
        }
      }
    }
  });
export type Policy = z.infer<typeof policySchema>;

/**
 * Checks policy tables; a later table of the same operator replaces an earlier one.
 * @param tables parsed JSON, for instance the built-in tables followed by an operator's own file
 * @throws IntakeError `InvalidConfiguration` naming every wrong field of every table, or the operator that has no table
 */
export function loadPolicies(tables: readonly unknown[]): Readonly<Record<Operator, Policy>> {
  const problems: string[] = [];
  const found = new Map<Operator, Policy>();
  for (const [index, table] of tables.entries()) {
    const parsed = policySchema.safeParse(table);
    if (parsed.success) found.set(parsed.data.operator, deepFreeze(parsed.data));
    else {
      for (const { path, message } of parsed.error.issues) {
        problems.push(`table ${index + 1}: ${path.length ? path.join('.') : 'the whole table'}: ${message}`);
      }
    }
  }
  const microsoftTable = found.get('microsoft');
  const vianetTable = found.get('21vianet');
  if (problems.length === 0 && microsoftTable && vianetTable)
    return { microsoft: microsoftTable, '21vianet': vianetTable };
  if (problems.length === 0) {
    problems.push(`there is no table of ${microsoftTable ? '21vianet' : 'microsoft'}`);
  }
  throw new IntakeError(
    'InvalidConfiguration',
    `The support policy cannot be used; correct it:\n${problems.join('\n')}`,
  );
}

/** The built-in tables, checked once when the module loads. */
export const POLICIES = loadPolicies([microsoft, vianet]);

/** What has to be said at start about values that are contested: the notes that stand beside the response targets (rule T2). */
export function policyNotes(policy: Policy): readonly { readonly path: string; readonly note: string }[] {
  return Object.entries(policy.response.targets).flatMap(([severity, { note }]) =>
    note ? [{ path: `response.targets.${severity}`, note }] : [],
  );
}

/** The duties of the customer at a level, ready to be put into words. */
export function dutiesAt(policy: Policy, severity: z.infer<typeof severitySchema>): readonly Reason[] {
  return policy.duties.bySeverity[severity].map((code) => ({ code }));
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
