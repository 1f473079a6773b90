import { type Clause, readyWordings, stated } from './clauses.ts';

const OTHER_WAY_ZH =
  '(?:网页版|网页端|网页上|web ?版|web ?端|owa|浏览器(?:里|上|中)?|手机(?:版|端|上|app)?|平板|移动端|客户端|桌面版|outlook|powershell|命令行|脚本|无痕(?:模式|窗口)?|别的电脑|其他电脑|换(?:一?台|个)(?:电脑|浏览器|账号|网络)|热点|4g|5g|vpn|另一台(?:电脑)?)';
const OTHER_WAY_EN =
  '(?:powershell|owa|outlook on the web|(?:the )?web(?: ?mail| ?app| version| client| browser)?|(?:a |the |another |a different |other )?browser|(?:the |my |their |a |our )?(?:phone|mobile(?: app)?|ipad|tablet|cell ?phone|iphone)s?|(?:the |a )?desktop (?:app|client|version)|(?:another|a different|other) (?:computer|device|pc|machine|laptop|network|account)|(?:private|incognito)(?: mode| window| browsing)?|(?:a )?(?:mobile )?hot ?spot|4g|5g|safe mode|(?:the )?command line|(?:the )?app)';

const DENIALS = readyWordings<false>([
  {
    states: false,
    pattern:
      /(?:没有?|无|暂无|找不到|想不出)(?:任何|什么|其他|其它|别的|可用的?|可行的?|可接受的?|好的?)*(?:替代|变通|临时|绕过|绕行|备用|备选|解决|补救)(?:性)?(?:的)?(?:办法|方法|方案|措施|手段|途径)?|(?:没有?)(?:任何|什么)?(?:其他|其它|别的)(?:的)?(?:办法|方法|途径|方式)|(?:没有?)(?:任何)?(?:办法|招)(?:绕|替代|代替)/,
    unless: /有没有/,
  },
  {
    states: false,
    pattern: new RegExp(
      `${OTHER_WAY_ZH}.{0,6}?(?:也|都|同样|一样)(?:是|都|全)?(?:不行|不能|无法|没法|打不开|登不|收不|发不|用不|进不|不好使|报错|失败|没用|连不|访问不|一样)`,
    ),
  },
  {
    states: false,
    pattern:
      /\b(?:no|without(?: a| any)?|there(?:'s| is| are)(?: no|n't (?:a|any))|(?:do not|don't|does not|doesn't) have (?:a|any)|not (?:a|any)|found no|isn't (?:a|any)|cannot find (?:a|any)|can't find (?:a|any)) (?:\w+ )?work-?arounds?\b|\bno (?:other|alternative) (?:way|option|means)\b|\bworkaround (?:does(?: not|n't)|did(?: not|n't)|no longer) works?\b/,
  },
  {
    states: false,
    pattern: new RegExp(
      `\\b${OTHER_WAY_EN} (?:(?:is|are|does|do|doesn't|don't|isn't|fails?|has) )(?:not |also )?(?:work |working |fail(?:s|ing)? |down )?(?:either|too|as well)\\b|\\b(?:neither|not even|nor)\\b.{0,20}\\b${OTHER_WAY_EN}\\b|\\b(?:same|also)\\b.{0,25}\\b(?:in|on|with|via|from) ${OTHER_WAY_EN}\\b`,
    ),
  },
]);

const STATEMENTS = readyWordings<true>([
  {
    states: true,
    pattern: new RegExp(
      `(?:可以|能|能够|暂时|目前|先|只能|还能)(?:先|暂时|临时|正常|够)?(?:用|使用|通过|在|从|靠|走|到).{0,20}?${OTHER_WAY_ZH}.{0,12}`,
    ),
    unless: /(?:不|无法)(?:能|可以)|可以吗|能吗|吗$|怎么|如何|能不能|可不可以/,
  },
  {
    states: true,
    pattern: new RegExp(
      `${OTHER_WAY_ZH} ?(?:里|上|中|端|那边|收发|登录|访问|打开|版)?(?:倒是|却|则|是|都|还|就|也)*(?:可以|能(?!不能)|正常|没问题|没事|好使|好的|好用)`,
    ),
    unless: /不正常|不可以|不能|可以吗|吗$|怎么|如何|才能/,
  },
  {
    states: true,
    pattern:
      /(?:有|存在|找到了?)(?:一个|可接受的?|临时的?|可行的?|个)*(?:替代|变通|临时|绕过|绕行|备用)(?:性)?(?:的)?(?:解决)?(?:办法|方法|方案|措施)/,
    unless: /没有|有没有|是否有|吗$|还没/,
  },
  {
    states: true,
    pattern: /(?:暂时|临时|先|目前)(?:用|拿|靠|改用|换成).{1,15}(?:代替|顶(?:着|替)|替代|应急|凑合|绕过)/,
  },
  {
    states: true,
    pattern: new RegExp(
      `\\b(?:works?|working|fine|ok(?:ay)?|possible|succeeds?)(?: (?:fine|well|perfectly|ok|though|normally))? (?:in|on|from|via|with|through|using|over|by) (?:exchange online )?(?:exchange )?${OTHER_WAY_EN}\\b`,
    ),
    unless:
      /\b(?:not|\w{1,6}n't|never|only|does it|will it|if)\b.{0,20}\b(?:works?|working|fine|ok|possible)\b|\bonly\b/,
  },
  {
    states: true,
    pattern: new RegExp(
      `\\b(?:can|could|able to)(?: still| only| however| at least)?(?: be)?(?: (?:do(?:ne)?|set|use|send|receive|work|access|sign in|log in|read|change|get|open|reach|make|manage))?\\b.{0,40}?\\b(?:in|on|from|via|with|through|using|by) (?:exchange online )?(?:exchange )?${OTHER_WAY_EN}\\b`,
    ),
    unless: /\b(?:not|\w{1,6}n't|cannot|nobody|no one|how)\b|^(?:can|could) (?:i|we|you|they|users)\b/,
  },
  {
    states: true,
    pattern: new RegExp(
      `(?<!\\b(?:in|on|from|via|with|through|using) )\\b${OTHER_WAY_EN} (?:still |access )?(?:works?|is (?:fine|ok|okay|working))\\b`,
    ),
    unless: /\b(?:not|\w{1,6}n't|either)\b/,
  },
  {
    states: true,
    pattern:
      /\b(?:we have|there(?:'s| is)|found|have|with|use|using|got) (?:a|an|the|one)(?: \w+)? work-?around\b|\bworkaround (?:exists|works|is (?:in place|available|to))\b|\bas a work-?around\b/,
    unless: /\b(?:is|do|does) (?:there|you|we|anyone) (?:have )?(?:a|any)|\bno\b|\b(?:not|\w{1,6}n't)\b/,
  },
  {
    states: true,
    pattern:
      /\b(?:for now|in the meantime|meanwhile|temporarily|until then) (?:we|i|they|users?|everyone) (?:can |are |am |is )?(?:us(?:e|ing)|send(?:ing)?|work(?:ing)?|switch(?:ed)?)\b|\b(?:we|i|they|users?) (?:can |are |am )?(?:us(?:e|ing)|work(?:ing)?)\b.{0,30}\b(?:for now|in the meantime|meanwhile|instead)\b/,
    unless: /\b(?:cannot|can't|not)\b/,
  },
]);

/** Whether the text states that the people affected have another way now, or that they have none; asking for one states nothing. */
export function readWorkaround(clauses: readonly Clause[]): boolean | null {
  const told = clauses.filter((clause) => !clause.question);
  if (told.some((clause) => stated(clause, DENIALS) !== null)) return false;
  return told.some((clause) => stated(clause, STATEMENTS) !== null) ? true : null;
}
