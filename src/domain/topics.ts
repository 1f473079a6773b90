import { z } from 'zod';

/** What a service request can be about, in the words of the support policy (section 4). */
export const REQUEST_KINDS = ['technical', 'billing', 'presales'] as const;
export const requestKindSchema = z.enum(REQUEST_KINDS);
export type RequestKind = z.infer<typeof requestKindSchema>;

/** What a topic leads to: a request of that kind, or an answer of the bot itself. */
export type TopicKind = RequestKind | 'support' | 'boundary' | 'community' | 'none';

/** Products that a request names; the order is the order of the form's list. */
export const PRODUCTS = [
  'exchange-online',
  'outlook',
  'sharepoint-online',
  'teams',
  'skype-for-business',
  'microsoft-365-apps',
  'entra-id',
  'admin-center',
  'subscription',
  'other',
] as const;
export const productSchema = z.enum(PRODUCTS);
export type Product = z.infer<typeof productSchema>;

interface TopicRow {
  readonly kind: TopicKind;
  readonly product: Product | null;
  /** False for topics that are only chosen in the form. */
  readonly trained: boolean;
}

const row = (kind: TopicKind, product: Product | null, trained = true): TopicRow => ({ kind, product, trained });

/** The one list that the recogniser, the knowledge, the dialogs and the reports share; its order is the order of menus. */
export const TOPICS = {
  'exchange.mailbox-migration': row('technical', 'exchange-online'),
  'exchange.mailbox-permissions': row('technical', 'exchange-online'),
  'exchange.mail-forwarding': row('technical', 'exchange-online'),
  'exchange.shared-mailbox': row('technical', 'exchange-online'),
  'exchange.autodiscover': row('technical', 'exchange-online'),
  'exchange.mail-flow': row('technical', 'exchange-online'),
  'exchange.contacts': row('technical', 'exchange-online'),
  'outlook.client-problem': row('technical', 'outlook'),
  'sharepoint.permissions-and-groups': row('technical', 'sharepoint-online'),
  'sharepoint.external-users': row('technical', 'sharepoint-online'),
  'sharepoint.site-unavailable': row('technical', 'sharepoint-online'),
  'skype.install-and-contacts': row('technical', 'skype-for-business'),
  'skype.calls-and-meetings': row('technical', 'skype-for-business'),
  'apps.install-and-setup': row('technical', 'microsoft-365-apps'),
  'identity.single-sign-on': row('technical', 'entra-id'),
  'identity.directory-sync': row('technical', 'entra-id'),
  'identity.password-policy': row('technical', 'entra-id'),
  'admin.roles-and-permissions': row('technical', 'admin-center'),
  'admin.portal-problem': row('technical', 'admin-center'),
  'technical.other': row('technical', 'other', false),
  'billing.trial-or-purchase': row('billing', 'subscription'),
  'billing.trial-to-paid': row('billing', 'subscription'),
  'billing.understand-bill': row('billing', 'subscription'),
  'billing.renew': row('billing', 'subscription'),
  'billing.licenses': row('billing', 'subscription'),
  'billing.cancel': row('billing', 'subscription'),
  'billing.other': row('billing', 'subscription', false),
  'presales.plans-and-pricing': row('presales', 'subscription'),
  'presales.find-partner': row('presales', 'subscription'),
  'support.service-health': row('support', null),
  'support.contact': row('support', null),
  'support.request-status': row('support', null),
  'support.escalation': row('support', null),
  'support.phone-and-hours': row('support', null),
  'support.verification-code': row('support', null),
  'support.who-is-my-admin': row('support', null),
  'boundary.customer-network': row('boundary', null),
  'boundary.third-party-addin': row('boundary', null),
  'community.self-service': row('community', null),
  none: row('none', null),
} as const satisfies Record<string, TopicRow>;

/** A label of {@link TOPICS}: stored in requests, sent to backends and used as CLU intent name, so never renamed. */
export type Topic = keyof typeof TOPICS;
export const topicSchema = z.enum(Object.keys(TOPICS) as [Topic, ...Topic[]]);

/** The topics that a request can be filed under, in menu order. */
export const REQUEST_TOPICS = topicSchema.options.filter((topic) => requestKindOf(topic) !== null);

/** The labels that the recogniser is trained for, in menu order. */
export const TRAINED_TOPICS = topicSchema.options.filter((topic) => TOPICS[topic].trained);

/** The request kind that a topic is filed as, or null when the person has to choose one in the form. */
export function requestKindOf(topic: Topic): RequestKind | null {
  const { kind } = TOPICS[topic];
  return kind === 'technical' || kind === 'billing' || kind === 'presales' ? kind : null;
}
