/** A card is read down to this depth and for this many lines; real ones need a fraction of it. */
const MAX_DEPTH = 24;
const MAX_LINES = 400;
const MAX_LINE = 4000;
/** A longer list of choices would bury the rest. */
const MAX_CHOICES = 5;

type Json = Readonly<Record<string, unknown>>;

/**
 * The words of an Adaptive Card or a hero card as lines of plain text, in reading order: texts, facts as
 * `title: value`, inputs as they stood when the card was sent, buttons as `[title]`.
 * @param card JSON as it was sent; may be hostile: what is no string where one belongs is left out, and nothing throws
 */
export function cardText(card: unknown): readonly string[] {
  const lines: string[] = [];
  for (const line of linesOf(card, 0)) {
    if (line.trim() === '') continue;
    lines.push(line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line);
    if (lines.length === MAX_LINES) return lines;
  }
  return lines.length === 0 && isJson(card) ? wordsOf(card.fallbackText) : lines;
}

/** Child lists of Adaptive Cards 1.5 and of hero cards, in reading order. */
const CHILD_LISTS = ['body', 'columns', 'items', 'rows', 'cells', 'images', 'actions', 'buttons'] as const;

function* linesOf(element: unknown, depth: number): Generator<string> {
  if (!isJson(element) || depth > MAX_DEPTH) return;
  const type = typeof element.type === 'string' ? element.type : '';
  if (type === 'FactSet') yield* factLines(element);
  else if (type === 'RichTextBlock') yield runText(element.inlines);
  else if (type === 'Image') yield* wordsOf(element.altText);
  else if (type.startsWith('Input.')) yield* inputLines(element);
  else if (type.startsWith('Action.') || isHeroButton(element)) {
    for (const title of wordsOf(element.title)) yield `[${title}]`;
    yield* linesOf(element.card, depth + 1);
  } else {
    for (const name of ['title', 'subtitle', 'text'] as const) yield* wordsOf(element[name]);
    for (const name of CHILD_LISTS) {
      for (const child of listOf(element[name])) yield* linesOf(child, depth + 1);
    }
  }
}

function* factLines(element: Json): Generator<string> {
  for (const fact of listOf(element.facts)) {
    if (!isJson(fact) || typeof fact.title !== 'string' || typeof fact.value !== 'string') continue;
    yield `${fact.title.trimEnd().replace(/[:：]$/, '')}: ${fact.value}`;
  }
}

/** An input as it stood when it was sent: what was filled in, a box as ticked or not, a short list where nothing was picked. */
function* inputLines(element: Json): Generator<string> {
  const [label] = wordsOf(element.label ?? element.title ?? element.placeholder);
  if (label === undefined) return;
  if (element.type === 'Input.Toggle') {
    const [title = label] = wordsOf(element.title);
    yield `${element.value === 'true' ? '[x]' : '[ ]'} ${title}`;
    return;
  }
  const choices = listOf(element.choices).flatMap((choice) =>
    isJson(choice) && typeof choice.title === 'string' ? [{ title: choice.title, value: choice.value }] : [],
  );
  const picked = choices.find(({ value }) => value !== undefined && value === element.value);
  const [filled] = choices.length > 0 ? wordsOf(picked?.title) : wordsOf(element.value);
  if (filled !== undefined && filled !== '') yield `${label}: ${filled}`;
  else if (choices.length > 0 && choices.length <= MAX_CHOICES)
    yield `${label} (${choices.map(({ title }) => title).join(' / ')})`;
  else yield label;
}

function runText(inlines: unknown): string {
  return listOf(inlines)
    .map((run) => (isJson(run) ? run.text : run))
    .filter((text) => typeof text === 'string')
    .join('');
}

/** Buttons of hero cards and suggested actions: `imBack`, `postBack`, `openUrl` ... with a value. */
function isHeroButton(element: Json): boolean {
  return typeof element.value === 'string' && typeof element.title === 'string';
}

function wordsOf(text: unknown): readonly string[] {
  return typeof text === 'string' ? [text] : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
