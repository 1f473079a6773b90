/** Stands for what says nothing of the matter. Its pieces are those of no word, so it tells a model nothing. */
export const NOTHING_TOLD = 'xzx';

const OPENING =
  /^\s{0,4}(?:(?:dear (?:support|team|all|sirs?(?: or madam)?|madam|colleagues|microsoft|helpdesk)(?: team)?|hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings)(?: (?:there|team|support|all|everyone|everybody|guys|folks|microsoft|to you)){0,2}(?=[\s,.!:;-])|您好|(?:各位)?(?:你|大家|老师|客服|领导|早上|上午|下午|晚上)好(?=[\s,.!。:;~]))/;

/** A formula that is followed by who writes it. */
const FORMAL =
  /(?<=[,.;!?。\s])(?:(?:with )?(?:kind(?:est)?|best|warm)? ?regards|best wishes|sincerely(?: yours)?|yours (?:sincerely|faithfully|truly))(?:[\s,.!-]{1,4}[\p{L}\p{N}][\p{L}\p{N}.'&-]{0,24}){0,6}[\s,.!]{0,4}$/u;
/** Thanks may stand before more that is told, so at most two words behind a comma are a name. */
const THANKS =
  /(?<=[,.;!?。\s])(?:(?:many )?thanks(?: (?:a lot|so much|very much|again|in advance|for (?:your|the) (?:help|support|time|assistance))){0,2}|thank you(?: (?:so much|very much|in advance|for (?:your|the) (?:help|support|time|assistance))){0,2}|cheers|thx|tia|ty|best|br|rgds)(?:[\s]{0,2}[,.!\n-]\s{0,3}\p{Script=Latin}{2,15}(?: \p{Script=Latin}{2,15})?)?(?:[\s,.]{1,3}(?:xphone|xemail|xzx))?[\s,.!]{0,4}$/u;
const SURNAME =
  '[王李张刘陈杨赵黄周吴徐孙朱胡郭何林罗高郑梁谢宋唐许邓韩冯曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]';
const CLOSING = new RegExp(
  `(?:[,。!;~\\s]{0,3}(?:(?:请|麻烦|望|希望|烦请)?(?:您|你|你们)?尽快(?:帮忙)?(?:处理|解决|回复|看看|看一下|安排)(?:一下)?|(?:谢谢|多谢|感谢)(?:了|您|你们|大家|各位|支持)?|辛苦了?(?:您|各位|大家)?|拜托了?|祝好|此致敬礼))+` +
    `(?:[,。!\\s]{1,3}${SURNAME}\\p{Script=Han}{1,2}(?![\\p{Script=Han}]))?(?:[,。!\\s]{1,3}\\p{Script=Han}{1,12}(?:部|公司|科|室|中心|集团|厂|学校|医院))?(?:[,。!\\s]{0,3}(?:xphone|xemail|xzx))?[,。!~\\s]{0,4}$`,
  'u',
);

/** What has to be left, so that "thanks, bye" is not taken apart. */
const TOLD = /\p{L}{2,}.{0,40}\p{L}{2,}|\p{Script=Han}{3}/su;
const WORDS = /[\p{L}\p{N}][^,.;!?。~\n]*/gu;

const emptied = (words: string): string => words.replace(WORDS, NOTHING_TOLD);

/**
 * A text with greeting, thanks and signature emptied of words: "Dear support, … Thanks, Bob" says nothing of what hurts,
 * and a model that has met such words in small talk would take a fault for it. A text that says nothing else keeps them.
 * Commas and full stops stay, so that the clauses are those of the text.
 * @param marked normalised text with placeholders
 */
export function withPleasantriesApart(marked: string): string {
  const opened = marked.replace(OPENING, emptied);
  const rest = [FORMAL, THANKS, CLOSING].reduce((text, pattern) => text.replace(pattern, emptied), opened);
  return rest !== marked && TOLD.test(rest.replaceAll(NOTHING_TOLD, '')) ? rest : marked;
}
