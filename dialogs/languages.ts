import type { Locale } from '../src/domain/locale.ts';
import type { Desk } from '../src/domain/policy.ts';
import { REQUEST_KINDS, type RequestKind } from '../src/domain/topics.ts';
import type { Talk } from './dialog.ts';
import type { HoursQuestion } from './hours-question.ts';
import { hasPhrase, phrase } from './phrases.ts';

/** In which languages support is given, as far as the operator tells, and which ones this conversation speaks (rules R19, R20). */
export function languagesText({ state, desk }: Talk, _question: HoursQuestion, kind: RequestKind | null): string {
  const { locale } = state;
  const kinds = kind ? [kind] : REQUEST_KINDS;
  const told = kinds.map((one) => ({ kind: one, text: ofDesk(desk.policy.desks[one], locale) }));
  const alike = new Set(told.map(({ text }) => text)).size === 1;
  const lines = alike
    ? [told[0]?.text ?? '']
    : told.map(
        (line) =>
          `- ${phrase(locale, 'labelled', { label: phrase(locale, `values.kind.${line.kind}`), value: line.text })}`,
      );
  return [lines.join('\n'), phrase(locale, 'languages.here')].join('\n\n');
}

function ofDesk({ languages, localLanguages }: Desk, locale: Locale): string {
  if (languages.length === 0) return phrase(locale, 'languages.notNamed');
  const names = languages.map((tag) => languageName(tag, locale)).join(phrase(locale, 'listSeparator'));
  return phrase(locale, localLanguages ? 'languages.andLocal' : 'languages.only', { languages: names });
}

function languageName(tag: string, locale: Locale): string {
  const key = `values.language.${tag}`;
  return hasPhrase(locale, key) ? phrase(locale, key) : tag;
}
