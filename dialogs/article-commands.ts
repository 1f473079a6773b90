/** What the reader fills in. */
const PLACEHOLDER = String.raw`\[[^\]\n]{1,60}\]`;
/** Goes on behind a placeholder: a folder of a mailbox, the rest of an address. */
const SUFFIX = String.raw`(?::\\\p{L}+|[\w.:/@-]*\w)?`;
const VALUES = [
  String.raw`(?:https://|[\w.-]+\.)?${PLACEHOLDER}${SUFFIX}`,
  String.raw`"[^"\n]{1,120}"|'[^'\n]{1,120}'`,
  String.raw`\$\w+(?:[.:]\w+)*`,
  String.raw`@[{(][^})\n]{0,120}[})]`,
  String.raw`[\da-f]{8}-[\da-f-]{27}`,
  // Names and numbers, but no word of a sentence, which begins with a small letter.
  String.raw`[A-Z\d*.\\/][\w.,:/*\\@-]*(?<![.,:])`,
];
const VALUE = `(?:${VALUES.join('|')})`;
/** A verb and a noun, as PowerShell names its commands. */
const CMDLET = String.raw`[A-Z][a-z]+-[A-Z][A-Za-z\d]+`;
const PARAMETER = String.raw`-[A-Za-z]\w*(?::${VALUE})?`;
const PIPE = String.raw`\| ?(?:${CMDLET}|FL|FT)`;
const PROGRAM = String.raw`(?:[a-z]\w{1,30}\.exe|nslookup|ipconfig|dsregcmd|gpupdate)`;
const SWITCH = String.raw`[-/][a-z]\w*(?:[=:]\w+)?`;
const LOOP = String.raw`foreach \(\$\w+ in [^)\n]{1,80}\) ?\{[^}\n]{1,200}\}`;

const COMMAND = new RegExp(
  String.raw`(?<![\w-])(?:${LOOP}|${CMDLET}(?: (?:${PARAMETER}|${PIPE}|${VALUE}))+|${PROGRAM}(?: (?:${SWITCH}|${VALUE}))+)`,
  'gu',
);

/**
 * The commands of self-help steps in their order, each once, so that they can be shown apart and copied whole:
 * PowerShell cmdlets and some programs with all that belongs to them. A cmdlet that is only named is none.
 * @param steps plain text; what the reader fills in stands in square brackets
 */
export function commandsOf(steps: readonly string[]): readonly string[] {
  return [...new Set(steps.flatMap((step) => step.match(COMMAND) ?? []))];
}
