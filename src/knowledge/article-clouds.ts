import { type ArticleStep, stepFor } from '../domain/article-step.ts';
import type { Operator } from '../domain/person.ts';

/** What tells in which cloud the reader of an article works. */
interface CloudWords {
  readonly operators: readonly Operator[];
  readonly urls: unknown;
  readonly steps: unknown;
}

/** The same, of which each cloud may have its own words. */
interface CloudSteps {
  readonly operators: readonly Operator[];
  readonly steps: Readonly<Record<string, readonly ArticleStep[]>>;
}

/** Portals, sign-in and status pages of the worldwide service: somebody of 21Vianet cannot sign in there (rule R28). */
const WORLDWIDE_PORTAL =
  /\b(?:admin(?:\.cloud)?\.microsoft(?:\.com)?|status\.cloud\.microsoft|(?:admin\.exchange|entra|security|purview|compliance|admin\.teams|teams|endpoint)\.microsoft\.com|portal\.office\.com|outlook\.office(?:365)?\.com|login\.microsoftonline\.com|[\w-]*\]?\.sharepoint\.com|[\w-]*\]?\.onmicrosoft\.com|youtube\.com)(?![\w-])/i;

/** A command of each module, and the words by which its connection says that it goes to the cloud of 21Vianet. */
const MODULES: readonly { readonly name: string; readonly command: RegExp; readonly environment: RegExp }[] = [
  {
    name: 'Exchange Online',
    command:
      /\b(?:Connect-ExchangeOnline|(?:Get|Set|New|Add|Remove|Start|Stop|Complete|Release|Test|Disable)-(?:Mailbox|MailContact|InboxRule|TransportRule|Migration|RecipientPermission|Recipient\b|Quarantine|HostedOutbound|MessageTrace|InboundConnector|OutboundConnector|BlockedSender|RemoteDomain|App\b))/,
    environment: /O365China/,
  },
  { name: 'Microsoft Graph', command: /\b[A-Z][a-z]+-Mg[A-Z]/, environment: /-Environment China/ },
  { name: 'SharePoint Online', command: /\b[A-Z][a-z]+-SPO[A-Z]/, environment: /\.sharepoint\.cn/ },
  {
    name: 'Microsoft Teams',
    command: /\b(?:Connect-MicrosoftTeams|[A-Z][a-z]+-Cs[A-Z])/,
    environment: /TeamsEnvironmentName TeamsChina/,
  },
];

/** Commands that connect, and so must name the cloud where there is only one that they can mean. */
const CONNECTS = /\bConnect-(?:ExchangeOnline|MgGraph|SPOService|MicrosoftTeams)\b/;

/**
 * What leads somebody of 21Vianet to the worldwide cloud, in an article that is for 21Vianet alone; nothing for others,
 * which may name both clouds.
 */
export function wrongCloud({ operators, urls, steps }: CloudWords): readonly string[] {
  if (operators.includes('microsoft')) return [];
  const text = JSON.stringify([urls, steps]);
  const portal = WORLDWIDE_PORTAL.exec(text)?.[0];
  return [
    ...(portal === undefined ? [] : [`names ${portal}, a portal of the worldwide service`]),
    ...(CONNECTS.test(text) ? unconnected(text) : []),
  ];
}

/** The modules whose commands stand in a text that does not tell how 21Vianet connects them. */
function unconnected(text: string): readonly string[] {
  return MODULES.filter(({ command, environment }) => command.test(text) && !environment.test(text)).map(
    ({ name }) => `does not say how ${name} PowerShell connects to the cloud of 21Vianet`,
  );
}

/** What an article for 21Vianet leaves open: how to connect each PowerShell module whose commands it has. */
export function missingConnections({ operators, steps }: CloudSteps): readonly string[] {
  return operators.includes('21vianet') ? unconnected(read(steps, '21vianet')) : [];
}

/** Names, switches and addresses of the cloud of 21Vianet. */
const OF_21VIANET =
  /21Vianet|\u4e16\u7eaa\u4e92\u8054|O365China|TeamsChina|-Environment China|(?:sharepoint|partner\.outlook|microsoftonline|azure|onmschina)\.cn(?![\w-])|400-089-0365/i;
const OF_WORLDWIDE = /\bworldwide\b|\u56fd\u9645\u7248/i;

/** What an article for both clouds shows somebody of the other one: it belongs into the words of that cloud. */
export function othersWords({ operators, steps }: CloudSteps): readonly string[] {
  if (operators.length < 2) return [];
  const [worldwide, vianet] = [read(steps, 'microsoft'), read(steps, '21vianet')];
  const shown = [
    { reader: 'worldwide', word: OF_21VIANET.exec(worldwide)?.[0] },
    { reader: 'of 21Vianet', word: WORLDWIDE_PORTAL.exec(vianet)?.[0] ?? OF_WORLDWIDE.exec(vianet)?.[0] },
  ];
  return shown.flatMap(({ reader, word }) =>
    word === undefined ? [] : [`shows ${word} to readers ${reader}, whose cloud is the other one`],
  );
}

/** The steps in both languages as somebody of this operator reads them. */
function read(steps: CloudSteps['steps'], operator: Operator): string {
  return Object.values(steps)
    .flatMap((own) => own.map((step) => stepFor(step, operator)))
    .join('\n');
}
