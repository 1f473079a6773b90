import type { Draft } from '../../src/domain/draft.ts';

/** A complete draft of severity A for an advanced agreement, with what a test wants different. */
export function sampleDraft(changes: Partial<Draft> = {}): Draft {
  return {
    id: '0190a0b0-0000-7000-8000-000000000001',
    description: '从今天早上开始，全公司都收不到外部邮件。',
    topic: 'exchange.mail-flow',
    kind: 'technical',
    product: 'exchange-online',
    facts: { serviceState: 'unavailable', affected: 'organization', deadlineAtRisk: null, workaround: null },
    impactStatement: '客户订单都靠邮件，每小时损失约 20 单',
    resourcesCommitted: true,
    contactName: 'Contoso 管理员',
    contactPhone: '+86 10 5555 0100',
    contactEmail: 'admin@contoso.example',
    preferredContact: 'phone',
    contactLanguage: 'zh-CN',
    consentAt: '2026-03-03T02:30:00.000Z',
    boughtDirectly: null,
    attempted: [],
    health: null,
    remarks: [],
    related: [],
    attachments: [],
    details: {},
    detailsAsked: true,
    ...changes,
  };
}
