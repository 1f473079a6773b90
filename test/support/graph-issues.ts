/** Path of the issues of service health. */
export const ISSUES_PATH = '/v1.0/admin/serviceAnnouncement/issues';

/** An issue in the published shape (serviceHealthIssue); the samples write values in PascalCase. */
export interface GraphIssue {
  readonly id: string;
  readonly title: string;
  readonly service: string;
  readonly feature: string;
  readonly featureGroup: string;
  readonly classification: string;
  readonly origin: string;
  readonly status: string;
  readonly isResolved: boolean;
  readonly highImpact: boolean | null;
  readonly impactDescription: string;
  readonly startDateTime: string;
  readonly endDateTime: string | null;
  readonly lastModifiedDateTime: string;
  readonly details: readonly unknown[];
  readonly posts: readonly GraphPost[];
}

/** One post of an issue; oldest first in the answers of the service. */
export interface GraphPost {
  readonly createdDateTime: string;
  readonly postType: string;
  readonly description: { readonly contentType: string; readonly content: string };
}

/** An open incident of Exchange Online; give what differs. */
export function graphIssue(differences: Partial<GraphIssue> = {}): GraphIssue {
  return {
    id: 'EX000001',
    title: 'Users may be unable to send or receive email',
    service: 'Exchange Online',
    feature: 'E-Mail and calendar access',
    featureGroup: 'E-Mail and calendar access',
    classification: 'Incident',
    origin: 'Microsoft',
    status: 'ServiceDegradation',
    isResolved: false,
    highImpact: null,
    impactDescription: 'Users may be unable to send or receive email.',
    startDateTime: '2026-03-02T00:10:00Z',
    endDateTime: null,
    lastModifiedDateTime: '2026-03-02T00:50:03.137Z',
    details: [{ name: 'NotifyInApp', value: 'True' }],
    posts: [graphPost('<p>Title: mail is delayed</p>')],
    ...differences,
  };
}

/** A post in HTML. */
export function graphPost(content: string, createdDateTime = '2026-03-02T00:50:00.137Z'): GraphPost {
  return { createdDateTime, postType: 'Regular', description: { contentType: 'Html', content } };
}

/**
 * What the service would leave of its issues.
 * @returns null for a filter that this double does not know, which is answered with 400
 */
export function answerIssues(issues: readonly unknown[], filter: string | null): readonly unknown[] | null {
  if (filter === null) return issues;
  const terms = filter.split(' and ').map(termOf);
  if (terms.some((term) => term === null)) return null;
  return issues.filter((issue) => terms.every((term) => term?.(issue)));
}

function termOf(term: string): ((issue: unknown) => boolean) | null {
  const [, name = '', operator, value = ''] = /^(\w+) (eq|ge) (\S+)$/.exec(term) ?? [];
  if (operator === 'eq' && name === 'isResolved') return (issue) => String(fieldOf(issue, name)) === value;
  if (operator === 'ge' && name.endsWith('DateTime')) {
    return (issue) => Date.parse(String(fieldOf(issue, name))) >= Date.parse(value);
  }
  return null;
}

function fieldOf(issue: unknown, name: string): unknown {
  return typeof issue === 'object' && issue !== null ? Reflect.get(issue, name) : undefined;
}
