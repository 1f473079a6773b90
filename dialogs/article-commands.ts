import { type ArticleStep, stepFor } from '../src/domain/article-step.ts';
import type { Operator } from '../src/domain/person.ts';

/** What the reader fills in. */
const PLACEHOLDER = String.raw`\[[^\]\n]{1,60}\]`;
/** Goes on behind a placeholder: a folder of a mailbox, the rest of an address. */
const SUFFIX = String.raw`(?::\\\p{L}+|[\w.:/@-]*\w)?`;
const VALUES = [
  String.raw`(?:https://|[\w.-]+\.)?${PLACEHOLDER}${SUFFIX}`,
  String.raw`"[^"\n]{1,120}"|'[^'\n]{1,120}'`,
  String.raw`\$\w+(?:[.:]\w+)*`,
  String.raw`@[{(][^})\n]{0,120}[})]|\{[^{}\n]{1,120}\}`,
  String.raw`[\da-f]{8}-[\da-f-]{27}`,
  // Files and addresses of people.
  String.raw`[\w.-]+@[\w.-]+\w|[\w-]+\.(?:xml|csv|psd1|psm1|ps1|txt|pst|json)\b`,
  // Names and numbers, but no word of a sentence, which begins with a small letter.
  String.raw`[A-Z\d*.\\/][\w.,:/*\\@-]*(?<![.,:])`,
];
const VALUE = `(?:${VALUES.join('|')})`;
/** Verbs with which PowerShell's commands begin; other words with a hyphen ("Multi-Factor") are none. */
const VERB =
  'Add|Clear|Complete|Confirm|Connect|Convert|ConvertTo|Disable|Disconnect|Enable|Export|Find|ForEach|Format|Get|Grant|Import|Install|Invoke|Measure|Move|New|Release|Remove|Repair|Request|Reset|Restore|Resume|Revoke|Search|Select|Send|Set|Sort|Start|Stop|Suspend|Sync|Test|Undo|Uninstall|Update|Where';
const CMDLET = String.raw`(?:${VERB})-[A-Z][A-Za-z\d]+`;
/** The one kind of command that is whole without a parameter: worldwide, there is nothing to add. */
const CONNECTION = String.raw`(?:Connect-ExchangeOnline|Connect-MgGraph)(?! ?-)(?![\w-])`;
const PARAMETER = String.raw`-[A-Za-z]\w*(?::${VALUE})?`;
const PIPE = String.raw`\| ?(?:${CMDLET}|FL|FT)`;
/** A program that is in no folder of the search path is told with its own: `%localappdata%\Microsoft\OneDrive\onedrive.exe`. */
const FOLDER = String.raw`(?:%\w{1,30}%\\(?:[\w.-]{1,60}\\){0,6})?`;
const PROGRAM = String.raw`(?:${FOLDER}[a-z]\w{1,30}\.exe|nslookup|ipconfig|dsregcmd|gpupdate)`;
const SWITCH = String.raw`[-/][a-z]\w*(?:[=:]\w+)?`;
const LOOP = String.raw`foreach \(\$\w+ in [^)\n]{1,80}\) ?\{[^}\n]{1,200}\}`;
const ASSIGNED = String.raw`(?:\$\w+ = )?`;

const COMMAND = new RegExp(
  // Behind a pipe stands the tail of a command that was not understood.
  String.raw`(?<![\w-])(?<!\| ?)${ASSIGNED}(?:${LOOP}|${CONNECTION}|${CMDLET}(?: (?:${PARAMETER}|${PIPE}|${VALUE}))+|${PROGRAM}(?: (?:${SWITCH}|${VALUE}))+)`,
  'gu',
);

/** What goes on like this belongs to the command and was not understood. */
const GOES_ON = /^(?: ?[|{=@$]|[\w[{(@\\-])/;
/** A parameter at the end has its value behind it, unless the sentence goes on. */
const ENDS_IN_PARAMETER = / -[A-Za-z]\w*$/;
const SENTENCE =
  /^(?: ?[^\w ([{]| ?$| (?:to|and|or|in|for|with|if|where|then|on|of|from|by|until|when|before|after|tells|shows|lists)\b| \p{Script=Han})/u;

/** What differs in the other cloud is told in brackets; as a command of its own it would mislead. */
const OTHER_CLOUD = /[(\uff08][^()\uff08\uff09]*(?:21Vianet|\u4e16\u7eaa\u4e92\u8054)[^()\uff08\uff09]*[)\uff09]/g;
/** What the other cloud adds to the command before ("add -Environment China"): that one is not whole for everybody. */
const ADDS = /^(?:(?!Connect-).)*-Environment /;

/** The commands of one step. */
export interface StepCommands {
  /** Its number, from 1. */
  readonly step: number;
  /** The cloud that they are for alone, where the step differs by cloud; null where they hold in both. */
  readonly operator: Operator | null;
  readonly commands: readonly string[];
}

function commandsIn(step: string): readonly string[] {
  const text = step.replace(OTHER_CLOUD, (told) => (ADDS.test(told) ? '{' : ''));
  const whole = [...text.matchAll(COMMAND)].filter(({ 0: command, index }) => {
    const rest = text.slice(index + command.length);
    if (GOES_ON.test(rest)) return false;
    return !ENDS_IN_PARAMETER.test(command) || SENTENCE.test(rest);
  });
  const commands = [...new Set(whole.map(([command]) => command))];
  // Whoever is not connected can run none of the others, wherever the sentence says so.
  return [...commands.filter(connects), ...commands.filter((command) => !connects(command))];
}

function connects(command: string): boolean {
  return command.startsWith('Connect-');
}

/** What connects differs by cloud, and stands before what both have in common. */
function commandsInStep(step: ArticleStep): readonly Omit<StepCommands, 'step'>[] {
  if (typeof step === 'string') return [{ operator: null, commands: commandsIn(step) }];
  const own = (operator: Operator) => commandsIn(stepFor(step, operator));
  const [worldwide, vianet] = [own('microsoft'), own('21vianet')];
  return [
    { operator: 'microsoft', commands: worldwide.filter((command) => !vianet.includes(command)) },
    { operator: '21vianet', commands: vianet.filter((command) => !worldwide.includes(command)) },
    { operator: null, commands: worldwide.filter((command) => vianet.includes(command)) },
  ];
}

/**
 * The commands of self-help steps that have some, so that they can be shown apart and copied whole: PowerShell cmdlets
 * and some programs with all that belongs to them. A cmdlet that is only named is none, and one whose end cannot be told
 * stays in its sentence: half a command does something else.
 * @param steps plain text; what the reader fills in stands in square brackets
 */
export function commandsOf(steps: readonly ArticleStep[]): readonly StepCommands[] {
  return steps
    .flatMap((step, index) => commandsInStep(step).map((own) => ({ step: index + 1, ...own })))
    .filter(({ commands }) => commands.length > 0);
}
