import { type Clause, clausePattern, readyWordings, says, stated } from './clauses.ts';

const OTHER_WAY_ZH =
  '(?:网页版|网页端|网页上|web ?版|web ?端|owa|浏览器(?:里|上|中)?|手机(?:版|端|上|app)?|平板|移动端|客户端|桌面版|outlook|powershell|命令行|脚本|无痕(?:模式|窗口)?|别的电脑|其他电脑|换(?:一?台|个)(?:电脑|浏览器|账号|网络)|热点|4g|5g|vpn|另一台(?:电脑)?)';
const OTHER_WAY_EN =
  '(?:powershell|owa|outlook on the web|(?:the )?web(?: ?mail| ?app| version| client| browser)?|(?:a |the |another |a different |other )?browser|(?:the |my |their |a |our |his |her |its )?(?:phone|mobile(?: app)?|ipad|tablet|cell ?phone|iphone)s?|(?:the |a )?desktop (?:app|client|version)|(?:another|a different|other) (?:computer|device|pc|machine|laptop|network|account)|(?:private|incognito)(?: mode| window| browsing)?|(?:a )?(?:mobile )?hot ?spot|4g|5g|safe mode|(?:the )?command line|(?:the )?app)';

const DENIALS = readyWordings<false>([
  {
    states: false,
    pattern:
      /没(?:有)?(?:任何|什么)?(?:可用|可行)?的?(?:应急|备用|备选|替代|别的|其他|其它|另外|第二)(?:的)?[一-龥]{0,2}?(?:系统|(?:人|管理员|同事)(?:能|可以)|办法|方法|方案|途径|法子|手段|措施|方式|渠道|路)|没辙|没(?:有)?(?:招|法子|辙)(?:了|$)|没(?:有)?(?:备用|备份)(?:码|方案|系统|号|线路|账号)|备用.{0,6}也(?:不|没|登不|进不|打不)|(?:都|也)没(?:有)?(?:改善|好转|变化|效果|起作用)|(?:没|也没|还没|没有)(?:找到|想到|想出).{0,4}(?:绕|替代|办法|方法|方案|法子)|绕不(?:开|过)|没(?:有)?(?:别的|其他|其它)(?:的)?(?:备份|副本|文件|账号|电脑|途径)|都试(?:过)?了?(?:,)?(?:还是|也)?不行|没有?(?:离线|手工|纸质|手动)|(?:手机|浏览器|chrome|edge|网页)[^,]{0,6}都试(?:过|了)|能试的(?:都|全)试|(?:办法|方法|招|法子).{0,4}试.{0,4}(?:不行|没用|无效)|没(?:有)?(?:别的|其他|其它|另外)(?:的)?[一-龥]{1,4}(?:可用|能用|可以用)|(?:任何|所有|哪个|什么)(?:设备|浏览器|电脑|客户端)(?:上)?(?:都|也)?(?:不|没|收不|打不|登不|一样)|(?:没法|无法|不能|没办法)(?:用)?(?:手工|手动|人工|绕|替代|代替)/,
    unless: /有没有|告诉|教|如果/,
  },
  {
    states: false,
    pattern: /(?:怎么|什么|各种|好几种)(?:办法|方法|设置)?.{0,6}试(?:过|了)?.{0,4}(?:都|也|还是)(?:不|没)/,
  },
  {
    states: false,
    pattern:
      /\b(?:no|without(?: an?| any)?|(?:there(?:'s| is| are)|we have|they have|he has|she has|found|have) (?:no|not any)|(?:don't|do not|doesn't|does not) have (?:an?|any)) (?:manual |other |real |good |acceptable )?(?:alternatives?|fallback|backup|plan b|(?:other|another|second|alternative) (?:way|option|means|route|channel|system|phone system)\b|(?:way|option|means|route)(?: (?:around|round|in|out|to)\b| of)|substitute)\b|\b(?:no|found no|not found (?:a|any)) (?:other )?way (?:around|round|to get|to reach|to work)\b|\b(?:no|any|an)other way (?:in|around|to|of)\b|\bno other way\b/,
    unless: /\b(?:is|are) there\b|\bif\b|\byes\b/,
  },
  {
    states: false,
    pattern:
      /\b(?:can't|cannot|can not|couldn't|unable to) (?:get|work|find (?:a|any) way) a?round\b|\b(?:out of|no|ran out of) ideas\b|\bnothing left to try\b|\btried (?:two|three|several|other|different|another) (?:laptops?|pcs?|computers?|browsers?|devices?|networks?|phones?)\b|\bno (?:offline|manual|paper) \w+|\bno (?:other|second) (?:copy|backup|machine|mailbox)\b|\bnothing (?:that )?(?:we|i)(?:'ve| have)? (?:tried|done)\b|\bon any device\b|\b(?:other|second|another) (?:copy|machine|mailbox|tool)s? (?:we|i|they|to|that)\b|\b(?:nothing|none of (?:it|that|this|those)) (?:else )?(?:helps?|helped|worked|gets? (?:\w+ )?a?round|changed)\b|\bnothing else (?:works|gets|does)\b|\bno (?:backup|second|spare) (?:codes?|admin|system|phone|account|line)\b|\bgets? (?:it )?round it\b|\bfallback \w+ (?:either|also|too)|\b(?:who|that|which|else|nobody) could help\b/,
    unless: /\b(?:your|support|article|docs?|documentation|hotline|agent)\b/,
  },
  {
    states: false,
    pattern: new RegExp(
      `\\b${OTHER_WAY_EN} (?:version |client |app )?(?:(?:fails?|is (?:down|dead|broken)|breaks|crashes|errors?)\\b|(?:does|is|do|are|did)(?:n't| not)\\b.{0,12}\\b(?:work|either|help|better|open))`,
    ),
  },
  {
    states: false,
    pattern:
      /(?:没有?|无|暂无|找不到|想不出)(?:任何|什么|其他|其它|别的|可用的?|可行的?|可接受的?|好的?)*(?:(?:替代|变通|绕过|绕行|备用|备选|补救)(?:性)?(?:的)?(?:办法|方法|方案|措施|手段|途径)?|(?:临时|解决)(?:的)?(?:办法|方法|方案|措施|手段|途径))|(?:没有?)(?:任何|什么)?(?:其他|其它|别的)(?:的)?(?:办法|方法|途径|方式)|(?:没有?)(?:任何)?(?:办法|招)(?:绕|替代|代替)/,
    unless: /有没有/,
  },
  {
    states: false,
    pattern: new RegExp(
      `(?:${OTHER_WAY_ZH}(?<!outlook|客户端|桌面版).{0,6}?(?:也|都|同样|一样|还是)|(?:outlook|客户端|桌面版).{0,6}?(?:也|同样|一样))(?:是|都|全)?(?:不行|不能|无法|没法|打不开|登不|收不|发不|用不|进不|不好使|报错|失败|没用|连不|访问不|一样)`,
    ),
  },
  {
    states: false,
    pattern:
      /\b(?:no|without(?: a| any)?|there(?:'s| is| are)(?: no|n't (?:a|any))|(?:do not|don't|does not|doesn't) have (?:a|any)|not (?:a|any)|(?:not|n't) (?:found|find|got) (?:a|any)|found no|isn't (?:a|any)|cannot find (?:a|any)|can't find (?:a|any)) (?:\w+ )?work-?arounds?\b|\bno (?:other|alternative) (?:way|option|means)\b|\bworkaround (?:does(?: not|n't)|did(?: not|n't)|no longer) works?\b/,
  },
  ...[
    `\\b${OTHER_WAY_EN} (?:(?:is|are|does|do|doesn't|don't|isn't|fails?|has) )(?:not |also )?(?:work |working |fail(?:s|ing)? |down )?(?:either|too|as well)\\b`,
    `\\b(?:neither|not even|nor)\\b.{0,20}\\b${OTHER_WAY_EN}\\b`,
    `\\b(?:same|also)\\b.{0,25}\\b(?:in|on|with|via|from) ${OTHER_WAY_EN}\\b`,
  ].map((source) => ({ states: false as const, pattern: new RegExp(source) })),
]);

/** A way that is wanted, asked for or fails as well. */
const AGAINST_WAY =
  /\b(?:not|\w{1,6}n't|cannot|can't|cant|nobody|no one|either|neither|how|only|fails?|error|crash\w*|does it|will it|want|need|should|if|slow|when)\b|\?$|\btoo\b|\bas well\b/;

const STATEMENTS = readyWordings<true>([
  {
    states: true,
    pattern:
      /让(?:他们|她们|大家|用户|同事们?)[^,]{0,2}(?:走|用|改|去)|(?:能|可以)(?:先)?(?:凑合|应付|应急|将就)|凑合(?:着|用|一下)?|先(?:这样|这么|用着|顶着|忍着|对付)|(?:能|可以)(?:接受|忍|对付)|还能忍|暂时(?:够用|能用|可以|够)|顶(?:着|一阵|一下)|(?:先|暂时|目前|临时|现在|只好)(?:都|就)?(?:让|叫|请).{1,12}(?:用|走|去|到|在|从|靠|找|改)/,
    unless: /不能接受|无法接受|没法|凑合不|顶不|不住|能接受吗|吗$/,
  },
  {
    states: true,
    pattern: new RegExp(
      `(?:先|暂时|目前|临时|现在|只好|只能|平时|业务|于是|改)(?:都|就|是)?(?:在|用|拿|靠|走|从|通过|改用|改走|换成|切到)(?:着|的是)?.{0,4}?${OTHER_WAY_ZH}|${OTHER_WAY_ZH}(?:版|里|上|那边)?.{0,4}?(?:没问题|没事|正常|可用|好用|能(?:看|搜|转|收|发|用|打|登|建|订|开|找)(?:到|成|得)?|能(?:正常)?(?:收发|使用|办公|登录)|还能用|(?:倒是)?行$|可以建)`,
    ),
    unless: /不能|不可|无法|没法|不正常|可以吗|吗$|怎么|如何|才能|能不能|才行|只能看|也(?:能|可以)吗/,
  },
  {
    states: true,
    pattern:
      /从.{1,10}(?:里)?(?:贴|复制|导)(?:过去|过来)?(?:就)?(?:行|可以|好)|(?:打电话|手工|手动|人工|口头|电话)(?:让|找|先|处理|登记|记录)?.{0,8}(?:能|可以|也)(?:订|办|行|处理|做|搞定)|也能(?:订|办|用|发|查|搞定).{0,3}$/,
    unless: /不能|没法|无法|吗$/,
  },
  {
    states: true,
    pattern:
      /\b(?:(?:i|we|he|she|they|it) can (?:live|work|cope|manage|get by)(?: with)?\b|can manage\b|get(?:s|ting)? by\b|that (?:works|does|will do|is fine|is ok|does the job)(?: for now| the job)?|does the job|(?:so|which|and) (?:it's|its|it is|we're|we are|that's|is) (?:ok(?:ay)?|fine|bearable|acceptable|good|all right)\b|good enough|fine for now|it's acceptable|that is bearable|works for now)/,
    unless: /\b(?:not|\w{1,6}n't|cannot|no one)\b|\bcan (?:they|we|i)\b|\bif\b|\?$/,
  },
  {
    states: true,
    pattern:
      /\b(?:for now|for the time being|in the meantime|in the mean time|meanwhile|temporarily|until then|as a (?:temporary|stopgap)|as an interim)\b.{0,40}\b(?:us(?:es?|ing)|send(?:s|ing)?|work(?:s|ing)?|switch(?:ed)?|shar(?:es?|ing)|borrow|mov(?:ed|ing)|goes|going|call(?:s|ing)?|phone|forward)|\b(?:us(?:es?|ing)|sends?|sending|works?|working|switched|moved|shares?|borrows?|pastes?|calls?|phones?|forward(?:ing|ed)?)\b.{0,30}\b(?:for now|for the time being|in the meantime|meanwhile|instead(?! of)|until (?:then|it's fixed|this is fixed))\b/,
    unless: /\b(?:cannot|can't|not|how|want|could|should|need to)\b|\?$/,
  },
  ...[
    `\\b(?:moved|sent|put|switched|pointed|told|have|got|had) (?:them|everyone|everybody|people|users|him|her|all|the \\w+) (?:all )?(?:to|on|over to|onto|use|using|on to) (?:use |using )?${OTHER_WAY_EN}\\b`,
    `\\b(?:with|in|on|via|through|using|from) ${OTHER_WAY_EN},? (?:it|that|this|they|he|she|everything|all) (?:still )?(?:does|works?|goes|is fine|is ok|can|succeeds|opens|sends|sees|runs)\\b`,
    `\\b(?:sees|gets|does|sends|reads|opens|finds|reaches|works?|using|uses|(?:i|we|he|she|they|people|users|everyone|staff) (?:still |now |all |just )?(?:use|send|read|open|see|get)) (?:\\w+ ){0,3}?(?:in|on|from|via|with|through) ${OTHER_WAY_EN}\\b`,
    `\\b${OTHER_WAY_EN} (?:version |client |app )?(?:(?:still )?(?:works?|opens|goes through|loads|does it|does the job)|(?:is|are|seems|runs) (?:still )?(?:usable|fine|ok|okay|good|working|unaffected))\\b`,
    `\\b(?:is|are|'s|'re|i'm|i am) using (?:the )?${OTHER_WAY_EN}\\b`,
  ].map((source) => ({ states: true as const, pattern: new RegExp(source), unless: AGAINST_WAY })),
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

/** A way that was tried; that a restart does not help says nothing of another way. */
const WAY = clausePattern(
  /换(?:了)?.{0,6}(?:电脑|浏览器|账号|网络|设备|手机|客户端)|换网|网页|浏览器|手机|无痕|转发|热点|owa|powershell|\b(?:(?:different|other|another) (?:pc|computer|browser|device|machine|network|laptop|account)s?|web|webmail|owa|browser|phone|mobile|incognito|hot ?spot|powershell|forwarding|chrome|edge|safari|firefox)\b/,
);
const FUTILE = clausePattern(
  /^不行$|没用|没有用|不管用|不好使|没效果|不起作用|没变化|无效|(?:也|都|还是|照样|依然|仍然)(?:是)?不行|\b(?:makes?|made) no difference\b|\b(?:didn't|did not|doesn't|does not|don't) (?:help|change anything|make (?:a|any) difference)\b|\bsame (?:result|problem|issue|error)\b|\b(?:no help|to no avail|without success|no change|no luck|nothing helps|(?:everything|all of them|all|they all) (?:says?|fails?|shows?|shows the same))\b/,
);

/** In a text that tells of a failure: a way with nothing that speaks against it, or words of getting along. */
const MANAGED = readyWordings<true>([
  {
    states: true,
    pattern:
      /(?:does|did) the trick|\bdesktop (?:app |version |client )?works\b|\bcarr(?:y|ies) on\b|\bby hand\b|\b(?:client|app|version) (?:still )?works\b|\b(?:clicks?|close|closes) (?:it|them) (?:away|and)\b|\b(?:moved|sent|switched) (?:them|him|her|everyone|people) (?:over )?to\b|\bso they (?:installed|took|switched)|\bstopgap\b|\bget(?:s|ting)? (?:along|by)\b|\bfor the (?:moment|time being)\b|\bso (?:they|we|i|he|she) (?:do|does|use|uses|send|sends|print|call) |\bgo(?:es)? by the\b|\b(?:checks?|uses?|does|reads?|sends?|sees|opens?|shares?|borrows?) (?:it|them|that|a|the|his|her|their|my|our) ?(?:\w+ ){0,3}instead\b|\b(?:reach|access|open|get (?:at|to)) (?:the |their |it|them)?(?:\w+ )?(?:through|via|in|on) (?:the )?(?:web|browser|phone|app|owa)\b|\b(?:saves?|prints?|cop(?:y|ies)|pastes?|exports?|types?|faxes) (?:it |them |that |(?:the|their|his|her) \w+ )?(?:as|from|by hand|on paper|instead)\b|\b(?:add|set|new|remove|enable|disable|start|update|convert)-[a-z]{4,30} (?:works?|does|did|is fine|goes)\b/,
    unless: /\b(?:not|\w{1,6}n't|cannot|need|want|how)\b/,
  },
  {
    states: true,
    pattern:
      /^(?:倒是|还是|这样|就)?(?:能|可以)[用开传收发看打行][了的]?$|改(?:成|用|走|为)[^,]{1,10}(?:了|拨入)|(?:接着|继续|照常|照样)(?:能)?用|(?:手动|手工|人工)[^,]{1,6}就(?:行|好|可以)|(?:先|暂时|目前)(?:都|就)?(?:在)(?:电脑|手机|网页|平板|别的|另一)[^,]{0,6}(?:看|用|发|收|办公)|先这样$|导出[^,]{0,6}(?:可以|能行|正常|没问题)|(?:先|暂时|目前)(?:都|就)?(?:这么|这样)?(?:打印|从|复制|用|拿|发|走|凑|手工|手动|转|借|存|贴|抄|记|改|靠)|存成[^,]{1,8}再|用命令[^,]{0,4}(?:加|建|改|设|删)(?:上|好|成)了?|那个是(?:准|好|对)的/,
    unless: /不能|没法|无法|不行|打不|用不|怎么|吗$|想|要求/,
  },
  {
    states: true,
    pattern:
      /(?:ipad|平板|手机|网页|浏览器|owa|热点|电话|命令|powershell).{0,10}(?:收信|收发|能|可以|正常|行|没问题|好)|\b(?:is|'s|are|'re|stays?) (?:fine|ok|okay|good|working) (?:on|in|with|via) (?:the |her |his |their |a |my )?(?:ipad|phone|tablet|web|owa|browser|mobile)|\b(?:dialing|dialling|calling) in\b.{0,12}\bworks?\b|\b(?:with|via|through|using|in) (?:\w+ ){0,2}?(?:owa|onedrive|powershell|webmail|the browser|the web|the app) (?:works?|is fine|goes)\b/,
    unless: /不|没法|无法|怎么|吗$|没用|失败|也|只能看|才|\b(?:not|\w{1,6}n't|cannot|only|how|either|neither|if)\b/,
  },
]);

/** Whether other ways were tried in vain, in one clause or in one after the other. */
function triedInVain(clauses: readonly Clause[]): boolean {
  return clauses.some((clause, place) => {
    const before = clauses.slice(Math.max(0, place - 2), place + 1);
    return says(clause, FUTILE) && before.some((other) => says(other, WAY));
  });
}

/**
 * Whether the text states that the people affected have another way now, or that they have none; asking for one states nothing.
 * @param fails whether the text tells of a failure, so that a way that works is a way round it
 */
export function readWorkaround(clauses: readonly Clause[], fails = false): boolean | null {
  const told = clauses.filter((clause) => !clause.question);
  if (triedInVain(told) || told.some((clause) => stated(clause, DENIALS) !== null)) return false;
  if (told.some((clause) => stated(clause, STATEMENTS) !== null)) return true;
  // What comes first is the failure itself: 「能用，但一直报错」 is no way round.
  return fails && told.slice(1).some((clause) => stated(clause, MANAGED) !== null) ? true : null;
}
