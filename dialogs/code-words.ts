import type { CodeWords } from '../src/domain/contact-codes.ts';
import { phrase } from './phrases.ts';

/** The mail or text message that carries a code, in the language of whoever gets it. */
export const codeWords: CodeWords = ({ channel, code, locale, operator, expiresMinutes: minutes }) => {
  const values = { code, minutes, operator: phrase(locale, `values.operator.${operator}`) };
  const key = channel === 'email' ? 'codeMessage.mail' : 'codeMessage.sms';
  return { subject: phrase(locale, 'codeMessage.subject'), text: phrase(locale, key, values) };
};
