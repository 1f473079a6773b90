import type { SeverityFacts } from '../../domain/facts.ts';
import { type Clause, clausePattern, says, stated } from './clauses.ts';
import { DEGRADED, FAULTS, PARTLY } from './degraded-wordings.ts';
import { ABOUT_HELP, QUESTIONS, WISHES } from './question-wordings.ts';
import { DOWN, UNAVAILABLE } from './unavailable-wordings.ts';

/** UTF-16 units of a clause that can be a question in itself, and not "ok?". */
const LEAST_QUESTION = 8;

type ServiceState = SeverityFacts['serviceState'];

const ASKS_WHETHER = clausePattern(/是不是|是否|有没有|会不会|[吗么]$|^(?:is|are|was|does|do|has|have|any)\b/);
const ASKS_HELP = clausePattern(ABOUT_HELP);
const ONLY_PARTLY = clausePattern(PARTLY);

/** A wish or a condition: the failure is wanted or imagined, not there. */
const NOT_REAL = clausePattern(
  /(?:让|使|令|确保|防止|避免|禁止|阻止|限制|不想让|设(?:置)?成|改成).{0,20}(?:无法|不能|没法|不了|不到|不可以|不让)|(?:如果|假如|万一|要是)|\b(?:so that|make sure|ensure|prevent|to stop|want (?:them|users|him|her|people|it)\b)|^(?:if|in case|what if|unless|suppose)\b|\bwhat (?:happens|should we do) if\b/,
);
/** The failure is over. */
const OVER = clausePattern(
  /(?<!没有?|不|未|还没|何时|时候|能|尽快|才)(?:恢复(?:正常)?了|已(?:经)?(?:全部)?恢复|又?(?:能|可以)(?:正常)?(?:用|收|发|登录|访问|打开)了|正常了)|(?:现在|已经|又|自己|今天|后来|刚才)(?:就|都|也|全)?(?:好|解决|修好)了|(?<!\b(?:not|until|when|once|if|never|be|\w{1,6}n't)(?: \w+)? )\b(?:works? (?:fine )?again|working again|back to normal|(?:is|are) back(?: up| online)?|(?:is|has been|got|was) (?:fixed|resolved|solved)|came back)\b(?! when)/,
);
/** Somebody who wants more because there is too little may not be able to work. */
const SHORTAGE = clausePattern(/不够|用完|超(?:额|了)|没(?:有)?可用|\b(?:r[au]n out|not enough|used up)\b/);
/** A clause that denies the failure. */
const DENIED = clausePattern(
  /不是(?:.{0,3})(?:收不|发不|打不|登不|无法)|没有(?:宕机|瘫痪|中断|故障)|并?未(?:宕机|中断)|\b(?:not|isn't|aren't|wasn't) (?:\w+ )?down\b|\b(?:no|not) (?:having )?(?:an? )?(?:outage|downtime)\b/,
);

/** How the service fails by a clause; null when it tells of no failure. */
function failureIn(clause: Clause): ServiceState | null {
  if (says(clause, NOT_REAL) || says(clause, DENIED)) return null;
  const fails = stated(clause, UNAVAILABLE) !== null || (stated(clause, DOWN) !== null && !says(clause, ASKS_WHETHER));
  if (fails) return says(clause, ONLY_PARTLY) ? 'degraded' : 'unavailable';
  if (stated(clause, DEGRADED) !== null) return 'degraded';
  return asks(clause) ? null : stated(clause, FAULTS);
}

/** "Is it down?" asks, and does not tell that nothing fails. */
function asks(clause: Clause): boolean {
  if (stated(clause, DOWN) !== null) return false;
  if (stated(clause, QUESTIONS) !== null) return true;
  return clause.question && clause.text.length >= LEAST_QUESTION && !says(clause, ASKS_HELP);
}

/**
 * Whether the text states by its wordings that something fails, works badly, or that nothing fails and it only asks
 * (support policy section 5); null when it does not tell. The gravest failure counts; one that is over, wanted, imagined
 * or only asked about does not.
 */
export function readServiceState(clauses: readonly Clause[]): ServiceState | null {
  // What comes and goes is never over: 「时不时断线，过一会又好了」.
  const comesAndGoes = clauses.some((clause) => says(clause, ONLY_PARTLY));
  const over = comesAndGoes ? -1 : clauses.findLastIndex((clause) => says(clause, OVER));
  const states = clauses.slice(over + 1).map(failureIn);
  if (states.includes('unavailable')) return 'unavailable';
  if (states.includes('degraded')) return 'degraded';
  return over < 0 && wantsOrAsks(clauses) ? 'working' : null;
}

function wantsOrAsks(clauses: readonly Clause[]): boolean {
  if (clauses.some(asks)) return true;
  const wishes = clauses.some((clause) => stated(clause, WISHES) !== null);
  return wishes && !clauses.some((clause) => says(clause, SHORTAGE));
}
