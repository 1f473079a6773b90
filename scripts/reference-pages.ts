import { z } from 'zod';
import { serviceRequestSchema } from '../src/domain/service-request.ts';
import { SETTINGS } from '../src/settings.ts';
import { reliabilityDiagram, understandingPage } from './understanding-page.ts';

/** A page of which a part, or all, is written from the code. */
export interface ReferencePage {
  readonly path: string;
  /** The page as it must be, given the page as it is; null when it is not there yet. */
  render(current: string | null): string;
}

const TABLE_START = '<!-- settings: written by npm run reference -->';
const TABLE_END = '<!-- end of settings -->';

/** What must not break the cells of a Markdown table. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(([name, { description, example }]) => {
    return `| \`${name}\` | ${cell(description)} | ${example ? `\`${cell(example)}\`` : ''} |`;
  });
  return ['| setting | what it is | example |', '| --- | --- | --- |', ...rows].join('\n');
}

function withSettingsTable(page: string): string {
  const from = page.indexOf(TABLE_START);
  const to = page.indexOf(TABLE_END);
  if (from < 0 || to < from) throw new Error(`The page needs the lines "${TABLE_START}" and "${TABLE_END}".`);
  return `${page.slice(0, from)}${TABLE_START}\n${settingsTable()}\n${page.slice(to)}`;
}

function requestSchema(): string {
  const schema = z.toJSONSchema(serviceRequestSchema, { target: 'draft-2020-12' });
  const titled = { $schema: schema.$schema, title: 'Service request, version 1', ...schema };
  return `${JSON.stringify(titled, null, 2)}\n`;
}

/** Everything that `npm run reference` writes and that `npm run doctor` compares. */
export const REFERENCE_PAGES: readonly ReferencePage[] = [
  { path: 'docs/reference/service-request.schema.json', render: requestSchema },
  {
    path: 'docs/reference/configuration.md',
    render: (current) => withSettingsTable(current ?? `${TABLE_START}\n${TABLE_END}\n`),
  },
  { path: 'docs/reference/understanding.md', render: understandingPage },
  { path: 'docs/reference/understanding.svg', render: reliabilityDiagram },
];
