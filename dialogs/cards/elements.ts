/** A node of an Adaptive Card as plain JSON. */
export type Node = Readonly<Record<string, unknown>>;

/** An Adaptive Card 1.5: the newest version that Teams renders in bot messages, and that Web Chat renders too. */
export function card(body: readonly Node[], actions: readonly Node[], speak: string): Node {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    speak,
    body,
    actions,
  };
}

/** A line of text. What people wrote goes in through `plain`, because TextBlock reads Markdown. */
export function text(words: string, style: Node = {}): Node {
  return { type: 'TextBlock', text: words, wrap: true, ...style };
}

/** A heading that screen readers find as one. */
export function heading(words: string): Node {
  return text(words, { weight: 'bolder', size: 'medium', style: 'heading' });
}

/** A bold line above a group. */
export function subheading(words: string): Node {
  return text(words, { weight: 'bolder', spacing: 'medium' });
}

/** Code in a block of its own, to be selected and copied; a TextRun, unlike a TextBlock, takes no sign for Markdown. */
export function codeBlock(code: string): Node {
  return {
    type: 'Container',
    style: 'emphasis',
    spacing: 'small',
    items: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: code, fontType: 'monospace' }] }],
  };
}

/** A list of short lines. */
export function bullets(lines: readonly string[]): readonly Node[] {
  return lines.map((line) => text(`- ${line}`, { spacing: 'small' }));
}

/** A button that sends `data` with the card's inputs. */
export function submit(title: string, verb: string, draftId: string, style: Node = {}): Node {
  return { type: 'Action.Submit', title, data: { verb, draftId }, ...style };
}

/** A text input; `value` is shown as it is and never a template. */
export function textInput(id: string, label: string, value: string | null, style: Node = {}): Node {
  return { type: 'Input.Text', id, label, ...(value ? { value } : {}), ...style };
}

/** A choice of one; `value` is preselected. */
export function choiceInput(
  id: string,
  label: string,
  choices: readonly { readonly title: string; readonly value: string }[],
  value: string | null,
  style: Node = {},
): Node {
  return { type: 'Input.ChoiceSet', id, label, choices, wrap: true, ...(value ? { value } : {}), ...style };
}

/** A box to tick. */
export function toggleInput(id: string, title: string, on: boolean, style: Node = {}): Node {
  return { type: 'Input.Toggle', id, title, value: on ? 'true' : 'false', wrap: true, ...style };
}
