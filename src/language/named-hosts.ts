import { entityPattern, siftedForEntities } from './entity-sieve.ts';
import { firstMatch } from './sieve.ts';

/** A name as it is written, and where: UTF-16 units, the end exclusive. */
export interface NamedHost {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Servers of a customer are named by their part and a number; an incident (EX525134) or a release (SP2013) has more digits. */
const PART =
  '(?:EXCH?|MBX|CAS|HUB|DAG|MAIL|MX|SMTP|DC|PDC|BDC|RODC|AD|ADFS|ADC|WAP|AADC|SYNC|SRV|SVR|SERVER|SQL|FS|FILE|NAS|VM|HV|ESX|WEB|APP|RDS|NPS|PRINT|PRT)';
const LOCAL = '(?:local|lan|internal|intra|corp|ad|domain|home)';
const LABEL = '[a-z\\d](?:[a-z\\d-]{0,38}[a-z\\d])?';

/** In order of trust; the first group is the name. */
const SERVERS = [
  new RegExp(`(?<![\\w.@/-])(${LABEL}(?:\\.${LABEL}){0,3}\\.${LOCAL})(?![\\w@-]|\\.\\w)`, 'i'),
  /(?:服务器|伺服器|主机|域控(?:制器)?|(?<![\w-])(?:server|host|hostname|domain controller))(?:名(?:称|字)?| name)?(?: ?(?:是|为|叫|名为)| is| called| named)? {0,3}[:：]? {0,3}(?!(?:office|o|m) ?365)((?=[\w.-]{0,40}[\d-])[a-z][\w.-]{1,60}[a-z\d])(?![\w@])/i,
  /(?<![\w.@/-])(?!(?:office|o|m|exchange|windows|sharepoint)[- ]?\d|sp\d|ex\d{5})((?=[\w-]{0,20}\d)[a-z][\w-]{1,30})(?: ?(?:这台|那台|这个)?(?:服务器|伺服器|主机|域控)|[- ]server(?![\w-]))/i,
  new RegExp(`(?<![\\w.@/-])((?:[A-Z]{2,6}[-_])?${PART}[-_]?(?:[A-Z]{1,6}[-_]?)?0?\\d{1,2})(?![\\w.@]|-\\w)`, 'i'),
].map(entityPattern);

/** Ends of names that people register; a file (report.docx) or a namespace (System.Net) has others. */
const END =
  '(?:com|net|org|edu|gov|cn|hk|tw|mo|sg|jp|kr|de|fr|uk|eu|us|ca|au|in|nl|ch|at|se|it|es|io|co|biz|info|example|onmicrosoft\\.com|xn--[a-z\\d-]{2,30})';
/** Domains of the services themselves and of public mail, and what only looks like a domain. */
const NOT_THE_CUSTOMERS =
  '(?!(?:[a-z\\d-]+\\.){0,4}(?:microsoft|office|office365|outlook|live|hotmail|microsoftonline|windows|sharepoint|azure|skype|teams|gmail|google|yahoo|icloud|qq|163|126|sina|foxmail|aliyun|github|youtube|partner\\.outlook|spf\\.protection)\\.(?!on)|(?:asp|ado|vb|system|e|i)\\.)';

const DOMAINS = [
  new RegExp(`(?<![\\w.@/-])(?:www\\.)?${NOT_THE_CUSTOMERS}((?:${LABEL}\\.){1,4}${END})(?![\\w@-]|\\.\\w|/)`, 'i'),
].map(entityPattern);

function firstOf(patterns: typeof SERVERS, text: string): NamedHost | null {
  const sifted = siftedForEntities(text);
  for (const pattern of patterns) {
    const match = firstMatch(pattern, sifted);
    const value = match?.[1];
    if (!match || value === undefined) continue;
    const start = match.index + match[0].lastIndexOf(value);
    return { value, start, end: start + value.length };
  }
  return null;
}

/** The first server of the customer that a text names, as written; null when it names none. */
export function findServer(text: string): NamedHost | null {
  return firstOf(SERVERS, text);
}

/**
 * The first domain of the customer that a text names, in lower case; null when it names none. Not that of an e-mail
 * address or of a link, nor one of the services ("outlook.com").
 */
export function findDomain(text: string): NamedHost | null {
  const found = firstOf(DOMAINS, text);
  if (!found || isEndOfSentence(found, text)) return null;
  return { ...found, value: found.value.toLowerCase() };
}

/** Ends of domains that are words as well, and what people call a domain before they name it. */
const WORD_END = /^[^.]+\.(?:it|in|at|us|io|is|de|me|se|es|ch|co|info)$/i;
const CALLED_DOMAIN = /www\.$|(?:域名?|网站|网址|domain|site|zone)\W{0,3}(?:is|called|named|是|叫|为)?\W{0,3}$/i;
/** Units before a domain in which it may be called one. */
const BEFORE = 20;

/** "I sent the mail.It bounced": a full stop without a blank after it is no domain. */
function isEndOfSentence({ value, start }: NamedHost, text: string): boolean {
  if (/[a-z]\.[A-Z][a-z]*$/.test(value)) return true;
  return WORD_END.test(value) && !CALLED_DOMAIN.test(text.slice(Math.max(0, start - BEFORE), start));
}
