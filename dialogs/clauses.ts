/** The clauses of a text, without the marks between them; a full stop inside a name or a number parts none. */
export function clausesOf(text: string): readonly string[] {
  return text.split(/[,;!?、，。；！？\n]|\.(?=\s|$)/u);
}
