import type { Locale } from '../domain/locale.ts';
import type { Span } from '../domain/understanding.ts';
import { entityPattern, siftedForEntities } from './entity-sieve.ts';
import { firstMatch } from './sieve.ts';

const NAMES = new Map<string, Locale>([
  ['english', 'en-US'],
  ['英文', 'en-US'],
  ['英语', 'en-US'],
  ['英語', 'en-US'],
  ['chinese', 'zh-CN'],
  ['mandarin', 'zh-CN'],
  ['中文', 'zh-CN'],
  ['汉语', 'zh-CN'],
  ['普通话', 'zh-CN'],
  ['普通話', 'zh-CN'],
  ['国语', 'zh-CN'],
]);
const NAME_ZH = '(中文|英文|英语|英語|汉语|普通话|普通話|国语)';
const NAME_EN = '(english|chinese|mandarin)';

/** What is told of the language in which somebody talks; the language of a menu or a mail is another matter. */
const WISHES = [
  new RegExp(
    `(?:用|说|讲|講|換成?|换成?|改用|切换(?:到|成)?|使用)${NAME_ZH}(?:来)?(?:吗|嗎|吧|交流|沟通|溝通|回复|回覆|回答|答复|聊|说|讲|联系|服务|解释|谈|$|[,，。！!?？])`,
  ),
  new RegExp(
    `(?:会|懂|能)(?:说|讲)?${NAME_ZH}的(?:人|客服|工程师|同事)|${NAME_ZH}(?:的)?(?:客服|人工|工程师|服务|坐席|热线)|(?:有|提供|需要|要)(?:没有)?${NAME_ZH}(?:的)?支持`,
  ),
  new RegExp(
    `\\b(?:reply|respond|answer|speak|talk|write|continue|chat|communicate|explain|say (?:it|that)|call me|contact me|support|switch|do (?:this|it|that)|have (?:this|it|that))(?: \\w{1,10}){0,2}? (?:in |to )?${NAME_EN}\\b`,
    'i',
  ),
  new RegExp(
    `^\\W{0,3}(?:in )?${NAME_EN}(?:,? (?:please|pls|only|if possible))?\\W{0,3}$|\\b(?:in )?${NAME_EN},? (?:please|pls|only please)\\b`,
    'i',
  ),
  new RegExp(
    `\\b${NAME_EN}[- ]speaking\\b|\\b(?:prefer|would like|want|need)(?: to (?:use|have it in))? ${NAME_EN}(?: (?:support|please))?(?=\\W{0,3}$|[,.;!?])`,
    'i',
  ),
].map(entityPattern);
/** Names that are told beside an interface, or that the person says not to know. */
const NO_WISH = entityPattern(
  /界面|語言包|语言包|怎么|如何|显示|显示成|(?:菜单|邮件|日历|版本)(?:是|变|都)|(?:不|没)(?:会|懂|是|要|用)|别用|客户|用户|邮件|登录|\b(?:display|interface|menu|language pack|install|spell|proofing|keyboard|dictionary|users?|customers?|clients?|(?:is|are|was|were|comes?) (?:all |only )?(?:in )?(?:english|chinese|mandarin)|don't|do not|can't|cannot|doesn't|not)\b/i,
);

/**
 * The language in which somebody asks to be answered ("in English please", 「能不能用中文」), and where it is told; null when
 * the text holds no such wish.
 */
export function findLanguageWish(text: string): (Span & { readonly value: Locale }) | null {
  const sifted = siftedForEntities(text);
  for (const wish of WISHES) {
    const match = firstMatch(wish, sifted);
    const name = match?.slice(1).find((group) => group !== undefined);
    const value = name === undefined ? undefined : NAMES.get(name.toLowerCase());
    if (!match || !value || NO_WISH.pattern.test(sentenceAround(text, match.index, match[0].length))) continue;
    return { value, start: match.index, end: match.index + match[0].length };
  }
  return null;
}

/** UTF-16 units before a wish that belong to it at most. */
const BEFORE = 60;

function sentenceAround(text: string, start: number, length: number): string {
  const before = text.slice(Math.max(0, start - BEFORE), start);
  return (
    before.slice(Math.max(...[...'。.!！?？;；\n'].map((mark) => before.lastIndexOf(mark))) + 1) +
    text.slice(start, start + length)
  );
}
