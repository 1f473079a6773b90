import type { SeverityFacts } from '../../domain/facts.ts';
import { readyWordings } from './clauses.ts';

type ServiceState = SeverityFacts['serviceState'];

/** A question of support itself, of a cause or of a remedy: it does not tell that all works. */
export const ABOUT_HELP =
  /为什么|为啥|怎么回事|咋回事|咋了|怎么了|怎么办|咋办|咋整|在吗|在不在|有人吗|有人在|人工|真人|客服|热线|工单|回电|回复我|回音|投诉|机器人|进度|催|故障(?:吗|了)|大面积|(?:什么时候|何时|多久|几点|尽快|赶紧|能|才)[^,]{0,4}恢复|恢复(?:了|没|正常|服务)|修(?:好|复)|解决|宕|是不是坏|正常吗|是(?:不是)?正常|进展|工程师|验证码|事件|有没有人|没人|到底|打电话|要等|等多久|(?:多久|什么时候|几时)(?:能|可以)?(?:好|处理|回|有人)|(?:说|讲|用|换)(?:成)?(?:中文|英文|英语)|别人也|你是谁|转给|转接|技术人员|支持电话|电话号码|你们(?:的)?(?:电话|热线|客服|系统)|你们?能(?:做|干)|帮(?:我)?(?:看|忙看|处理|查一下原因)|处理(?:好|到|完)|升级处理|加急|\b(?:why|sla|any news|incidents?|alarms|issues today|normal|contact (?:customer|support|you|someone)|verification code|the code|support pin|outages?|hotline|ticket|(?:someone|somebody) (?:call|help|there|look|contact|to (?:call|talk|help))|anyone|anybody|human|person|agent|robot|bot|complain|complaint|escalate|eta|in english|in chinese|speak|talk to|transfer me|call me|call back|called|my (?:request|case|ticket)|sev(?:erity)? a\b|you do|are you|going on|happening|wrong|fix|fixed|resolved?|solved?|repair|any update|how long (?:will|does) (?:it|this)|when will|help(?! me (?:understand|set|find|choose|with (?:setting|adding|choosing))))\b|\b(?:customer|technical|your) support\b|\byour (?:phones?|lines?|number|system)\b|\bphone number\b/;

const QUESTION_ZH =
  /怎么(?!会|又|老|总|突然|还没|没|不行|打不|登不|收不|发不|连不|用不|进不|这么|那么|一直|都|就)|如何|怎样|咋(?!了|回)|什么|哪(?:里|儿|个|些|种|边|下|找|查|看|设|位)|多少|多久|多长|(?<![好了这那有前后过我他])几(?:个|点|号|天|种|次|台)(?!人|用户|同事|员工|月)|能不能|可不可以|可否|是否|是不是|有没有|有无|会不会|要不要|需不需要|用不用|行不行|支不支持|请问|请教|咨询|问(?:一)?(?:下|个|问)|想问|想(?:要)?(?:知道|了解)|区别|好奇|教(?:我|一?下)|(?:吗|呢|么)(?:谢谢)?$/;

const QUESTION_EN =
  /\bhow (?:do|can|should|could|would|does|to|much|many|long|is|are)\b|\b(?:what|which|where|who)(?:'s| is| are| does| do| did| can| should| would| happens| plan| plans| licen[cs]e| ports| time| kind| the| we| i|'re)\b|^(?:what|which|where|who) |\b(?:is|are) (?:it|there) (?:possible|a (?:way|limit|script|template|tool|feature)|any)\b|^(?:(?:so|and|hi|hello|um|also|just|ok|well|please|or|now)[ :]+){0,3}(?:can|could|may|should|do|does|will|would|is|are|has|must) (?!not\b)[\w' ]{5,}|\b(?:can|could|may|should) (?:i|we) |\bany (?:script|way|tool|option|chance|guide)\b|\bdifference between\b|\bwonder(?:ing|ed)?\b|\bcurious\b|\bin time\?|\bwalk me through\b|\b(?:we|i) need (?:advice|a quote)\b|\bquestion\b|\bquick one\b|\bby design\b/;

/** What is wanted: a purchase, a change, advice. */
const WISH_ZH =
  /想(?:要|把|给|让|对|为|买|加|续|换|用|改|做|开|学|请|试|升|取消|申请|禁止|统一|知道|了解|问|咨询)|希望(?:能|可以)?(?!尽快|赶紧|马上)|打算|计划(?!任务)|准备(?:把|给|采购|买|迁|上|换|搬)|(?:我)?(?:要|需要)(?:再)?(?:加|买|开(?:通|票|个)|续|取消|退订|建|新增|增加|购|申请|升级|降级|迁)|帮(?:我|忙|我们)?(?:开通|加|建|新建|取消|续|把|给)|续期|转正|价格|(?:发|给)(?:我|我们)(?:一份|一个|个|一下|发)|告诉(?:我|一下)(?!.{0,6}(?:进度|结果|原因|为什么))|说(?:明)?(?:一)?下(?:怎|步骤|流程)|考虑(?:从|升|换|买|用|迁)|报价|费用|套餐|续费|续订|退订|取消订阅|购买|采购(?!部|组|那|小|的|科|岗|同)|申请试用|报价|(?:加购|增购|增加).{0,6}许可/;

const WISH_EN =
  /\b(?:i|we)(?:'d| would)? (?:just |only |also )?(?:like|love|want|wish|need|have|plan|intend)(?:ed)? (?:to |some guidance|advice|\d+ |a feature)|\b(?:would like|'d like|d like|wish) (?:a|an|some|to)\b|\b(?:want|wants|wanted|need|needs|looking|planning|intend|going) to (?:add|buy|purchase|order|renew|cancel|know|ask|learn|understand|find out|change|create|set ?up|move|migrate|roll out|convert|enable|disable|upgrade|downgrade|switch|assign|remove|get (?:rid|more|a quote)|see (?:how|where|who))\b|^(?:please |pls |kindly )?(?:cancel|renew|add|buy|order|upgrade|downgrade|remove|delete|create|assign|enable|disable|set|reset|explain|tell me|tell us|let me know|migrate|move|convert)\b|\bplease (?:cancel|renew|add|create|explain|tell|assign|enable|disable|remove)\b|\binterested in\b|\bquote for\b|\bguidance\b|\bsend (?:me|us) (?:the|a|an|some|your) |\b(?:price|pricing|cheapest|discount)s?\b/;

/** The text says itself that nothing fails. */
const NO_FAILURE =
  /没(?:有)?(?:出)?(?:什么|任何|技术)?(?:问题|故障|毛病)(?!吗)|(?:一切|现在|目前)(?:都)?正常|不是(?:报障|坏了|故障|出故障|报修)|并非故障|\b(?:nothing(?:'s| is) (?:broken|wrong|failing|down)|everything(?:'s| is)? (?:is )?(?:working|works|fine|ok)|not (?:a|an) (?:fault|outage|incident|bug report|failure)|no (?:technical )?(?:issue|problem|fault|failure|outage)s?|(?:don't|do not) have (?:any|a) (?:problem|issue|fault|outage)|not having an? (?:outage|problem|issue))\b/;

/** Something to be done, told by its verb alone. */
const TASK_ZH =
  /^(?:请|麻烦|批量|重新|给(?:所有|全部|新)?.{1,6}?|把.{1,16}?)?(?:分配|设置|取消|停止|停掉|关闭|新建|创建|添加|删除|修改|更换|更改|转换|开通|配置|部署|导出|查看|迁移|安装|卸载|限制|禁止|允许|邀请|授权|重置|启用|升级|注销|终止|去掉|移除|停用|撤销)(?!.{0,10}(?:后|完|时|之前|过程|错|失败|了))/;

const TASK_EN =
  /^(?:please |pls |kindly |just )?(?:block|allow|let|deploy|install|configure|set up|stop|share|invite|unlock|grant|give|list|find|change|terminate|extend|switch|turn o(?:n|ff)|export|import|assign|enable|disable|recommend|transfer|reassign|restrict|prevent|limit|hide|rename|archive) (?!error|fail|button|is|was|does|doesn't|isn't|me through)[\w']/;

/** What asks; a fault that is named in it is asked about. */
export const QUESTIONS = readyWordings<ServiceState>([
  { states: 'working', pattern: NO_FAILURE, unless: /\?$|其他人|别人|旁边|others|else|colleagues/ },
  { states: 'working', pattern: QUESTION_ZH, unless: ABOUT_HELP },
  { states: 'working', pattern: QUESTION_EN, unless: ABOUT_HELP },
]);

/** What wants something; a fault that is named in it stands in the way. */
export const WISHES = readyWordings<ServiceState>([
  { states: 'working', pattern: WISH_ZH, unless: ABOUT_HELP },
  { states: 'working', pattern: WISH_EN, unless: ABOUT_HELP },
  { states: 'working', pattern: TASK_ZH, unless: ABOUT_HELP },
  { states: 'working', pattern: TASK_EN, unless: ABOUT_HELP },
]);
