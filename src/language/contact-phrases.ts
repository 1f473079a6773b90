import { NOTHING_TOLD } from './pleasantries.ts';

/** A telephone number as it is written, by its groups; years, dates, versions and case numbers are none. */
export const PHONE =
  /(?<![\w.-])(?:\+\d{1,3}[ -]?(?:\(0\) ?)?\d{2,5}(?:[ -]?\d{2,5}){1,3}|1[3-9]\d[ -]?\d{4}[ -]?\d{4}|\(?0\d{2,3}\)?[ -]\d{3,4}[ -]?\d{4}|\(?\d{3}\)?[ -]\d{3}[ -]\d{4}|[48]00-\d{3,4}-\d{3,4}|\d{3}-\d{4})(?![\w-])/g;

/** The number itself, unless it is spoken of: 「电话 400-820-8820 打不通」 is a matter of its own. */
const WAY = String.raw`\s{0,2}(?:xphone|xemail)(?!\s{0,2}(?:打|没|无|不|一直|总|占|\b(?:does|is|rings|never|nobody|no)\b))`;
/** "You can reach me at", "my number is": as much of it as stands before the number. */
const ENGLISH = String.raw`(?:(?:please|pls|kindly|(?:you|u) can|can (?:you|u)|or|and|so)\s+){0,3}(?:(?:call|ring|phone|text|reach|contact|e-?mail|mail|write(?: to)?|answer|ping)\s+(?:me|us)(?:\s+back)?(?:\s+(?:at|on|by|under|via|directly|any ?time|please|e-?mail|phone)){0,3}|(?:my|our)\s+(?:(?:tele)?phone|mobile|cell|direct|office|contact|desk|private|work)?\s{0,2}(?:number|no|phone|mobile|cell|e-?mail|mail|address)(?:\s+address)?(?:\s+(?:is|at))?|(?:tel|mobile|cell|phone)\.?)\s{0,2}:?`;
const CHINESE = String.raw`(?:请|麻烦|可以|有事|尽快|随时|或者?|也可以?){0,2}(?:(?:联系|打给?|回电?|致电|找|发到?)(?:我|我们|本人)(?:的)?(?:手机|电话|座机|邮箱)?|我(?:的|们的)?(?:手机|电话|座机|联系方式|联系电话|号码|邮箱)(?:号|号码|地址)?|(?:手机|电话|联系方式|联系电话)(?:号|号码)?)(?:是|为|打|到|在)?\s{0,2}:?`;
const CONTACT = new RegExp(String.raw`(?:\b(?:${ENGLISH})|${CHINESE})${WAY}`, 'g');
const LETTERS = /\p{L}.*\p{L}/su;

/**
 * A text without the words of phrases that tell how to reach the person: "my number is …" says nothing of what hurts, and
 * a model that has learned it from talk about calls would answer to it. A text that says nothing else keeps them.
 * @param marked text in which telephone numbers and e-mail addresses are `xphone` and `xemail`
 */
export function withContactsApart(marked: string): string {
  if (!marked.includes('xphone') && !marked.includes('xemail')) return marked;
  return LETTERS.test(marked.replace(CONTACT, ' ')) ? marked.replace(CONTACT, ` ${NOTHING_TOLD} `) : marked;
}
