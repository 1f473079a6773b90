import type { Operator } from '../domain/person.ts';

/** What tells in which cloud the reader of an article works. */
interface CloudWords {
  readonly operators: readonly Operator[];
  readonly urls: unknown;
  readonly steps: unknown;
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
export function missingConnections({ operators, steps }: CloudWords): readonly string[] {
  return operators.includes('21vianet') ? unconnected(JSON.stringify(steps)) : [];
}
