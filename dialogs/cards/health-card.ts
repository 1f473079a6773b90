import { type Incident, isOver } from '../../src/domain/health.ts';
import { type HealthReader, momentText, postWords, statusText } from '../health.ts';
import { phrase } from '../phrases.ts';
import { plain } from '../plain.ts';
import { card, type Node } from './elements.ts';

/** A card shows more of a post than a message does, and still not all of it. */
const POST_LENGTH = 600;

/** What the person can do beside following. */
export interface HealthCardWays {
  /** The draft whose problem it may be; null when the state of a service was asked, and no problem told. */
  readonly draftId: string | null;
  /** Whether a request could be opened (rule R5). */
  readonly mayFile: boolean;
}

/**
 * Known incidents, each with status, services, beginning and last post (rule R11). What stands there was written by other
 * people: it goes into text runs, which know no Markdown, or through `plain`. The way to support is one tap (rule R12).
 */
export function healthCard(incidents: readonly Incident[], ways: HealthCardWays, reader: HealthReader): Node {
  const { locale } = reader;
  const lasting = incidents.filter((incident) => !isOver(incident));
  const body = incidents.map((incident, index) => section(incident, index, { lasting: lasting.length, ways, reader }));
  const speak = incidents
    .map(({ title, status }) => `${title}: ${statusText(status, locale)}`)
    .join('. ')
    .replace(/[<>&]/g, ' ');
  return card(body, lasting.length > 0 ? wayButtons(lasting, ways, reader) : [], speak);
}

interface Setting {
  /** How many incidents go on. */
  readonly lasting: number;
  readonly ways: HealthCardWays;
  readonly reader: HealthReader;
}

function section(incident: Incident, index: number, { lasting, ways, reader }: Setting): Node {
  const { locale } = reader;
  const follow = isOver(incident) ? [] : [followButton(incident, lasting, ways, reader)];
  const page = incident.url
    ? [{ type: 'Action.OpenUrl', title: phrase(locale, 'buttons.incidentPage'), url: incident.url }]
    : [];
  const actions = [...follow, ...page];
  return {
    type: 'Container',
    ...(index > 0 && { separator: true, spacing: 'large' }),
    items: [
      words(incident.title, { weight: 'bolder', size: 'medium' }),
      words(phrase(locale, 'health.status', { status: statusText(incident.status, locale) }), {
        weight: 'bolder',
        color: colourOf(incident),
      }),
      { type: 'FactSet', facts: facts(incident, reader) },
      ...(incident.lastPost ? [words(postWords(incident.lastPost, POST_LENGTH), {})] : []),
      ...(actions.length > 0 ? [{ type: 'ActionSet', actions }] : []),
    ],
  };
}

function facts(incident: Incident, reader: HealthReader): readonly Node[] {
  const { id, services, since, endedAt, lastPostAt } = incident;
  const { locale } = reader;
  const rows: readonly (readonly [string, string | null])[] = [
    ['id', plain(id)],
    ['services', plain(services.join(phrase(locale, 'listSeparator')))],
    ['since', momentText(since, reader)],
    ['ended', endedAt && momentText(endedAt, reader)],
    ['lastPost', lastPostAt && momentText(lastPostAt, reader)],
  ];
  return rows.flatMap(([name, value]) => (value ? [{ title: phrase(locale, `health.facts.${name}`), value }] : []));
}

/** Where several go on, the button says which it follows: a screen reader would read the same word again and again. */
function followButton({ id }: Incident, lasting: number, { draftId }: HealthCardWays, { locale }: HealthReader): Node {
  const title = lasting > 1 ? phrase(locale, 'buttons.followOne', { id }) : phrase(locale, 'buttons.follow');
  return action(title, { verb: 'health.follow', incidentId: id, ...(draftId && { draftId }) });
}

function wayButtons(lasting: readonly Incident[], { draftId, mayFile }: HealthCardWays, { locale }: HealthReader) {
  if (draftId === null) return [];
  const incidentId = lasting.map(({ id }) => id).join(' ');
  return [
    action(phrase(locale, 'buttons.otherProblem'), { verb: 'health.other', incidentId, draftId }),
    ...(mayFile ? [action(phrase(locale, 'buttons.contactSupport'), { verb: 'intake.start', draftId })] : []),
  ];
}

function action(title: string, data: Node): Node {
  return { type: 'Action.Submit', title, data };
}

/** Plain words: a text run is never read as Markdown. */
function words(text: string, style: Node): Node {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, ...style }] };
}

/** Never the only sign: the status stands there in words. */
function colourOf(incident: Incident): string {
  if (isOver(incident)) return 'good';
  return incident.status === 'serviceInterruption' ? 'attention' : 'warning';
}
