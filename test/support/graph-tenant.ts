import type { GraphHoldings } from './graph-double.ts';
import { graphIssue, ISSUES_PATH } from './graph-issues.ts';

/** A row of `/directory/subscriptions` (companySubscription); bought directly where no partner's tenant is named. */
export function graphSubscription(differences: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: '665a4086-0000-4000-8000-000000000001',
    commerceSubscriptionId: 'ff6e80c6-0000-4000-8000-000000000002',
    createdDateTime: '2025-01-01T00:00:00Z',
    isTrial: false,
    nextLifecycleDateTime: '2027-01-01T00:00:00Z',
    ownerId: null,
    ownerTenantId: null,
    ownerType: null,
    skuId: 'c7df2760-2c81-4ef7-b578-5b5392b571df',
    skuPartNumber: 'ENTERPRISEPREMIUM',
    status: 'Enabled',
    totalLicenses: 25,
    serviceStatus: [],
    ...differences,
  };
}

/** A directory role that somebody holds; its template is the same in every tenant. */
export function graphRole(roleTemplateId: string, displayName: string): Record<string, unknown> {
  return {
    '@odata.type': '#microsoft.graph.directoryRole',
    id: '43a63cc2-582b-4d81-a79d-000000000001',
    displayName,
    roleTemplateId,
  };
}

/** The one row of `/organization`. */
export function graphOrganization(differences: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: '84841066-274d-4ec0-a5c1-276be684bdd3',
    displayName: 'Contoso',
    businessPhones: ['+86 10 5555 0100'],
    technicalNotificationMails: ['admin@contoso.example'],
    securityComplianceNotificationMails: [],
    countryLetterCode: 'CN',
    preferredLanguage: 'zh-CN',
    tenantType: 'AAD',
    assignedPlans: [],
    verifiedDomains: [
      { capabilities: 'Email', isDefault: true, isInitial: false, name: 'contoso.example', type: 'Managed' },
    ],
    ...differences,
  };
}

/** Path of the directory roles of a user, also those held through groups. */
export function rolesPath(userId: string): string {
  return `/v1.0/users/${userId}/transitiveMemberOf/microsoft.graph.directoryRole`;
}

/** A tenant with one open incident, one direct subscription and one user without a role. */
export function graphTenant(userId = '5bde3e51-d13b-4db1-9948-fe4b109d11a7'): GraphHoldings {
  return new Map<string, unknown>([
    [ISSUES_PATH, [graphIssue()]],
    [
      '/v1.0/admin/serviceAnnouncement/healthOverviews',
      [
        { id: 'Exchange', service: 'Exchange Online', status: 'ServiceDegradation' },
        { id: 'OrgLiveID', service: 'Identity Service', status: 'ServiceOperational' },
        { id: 'OSDPPlatform', service: 'Microsoft 365 suite', status: 'ServiceOperational' },
      ],
    ],
    ['/v1.0/directory/subscriptions', [graphSubscription()]],
    ['/v1.0/organization', [graphOrganization()]],
    ['/v1.0/subscribedSkus', []],
    [`/v1.0/users/${userId}`, { id: userId, displayName: 'Li Na', preferredLanguage: 'zh-CN', accountEnabled: true }],
    [rolesPath(userId), []],
  ]);
}
