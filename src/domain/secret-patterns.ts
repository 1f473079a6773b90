import { hasDigit, isCardNumber, isPlainWord, isResidentId, looksLikePassword, looksRandom } from './secret-checks.ts';

/** What kind of secret was masked. */
export const SECRET_CLASSES = [
  'private-key',
  'token',
  'api-key',
  'url-credentials',
  'one-time-code',
  'password',
  'resident-id',
  'payment-card',
] as const;
export type SecretClass = (typeof SECRET_CLASSES)[number];

/** A pattern of one class; its group `secret` is what must be masked. */
export interface SecretPattern {
  readonly class: SecretClass;
  /** Global; every repetition is bounded or starts where a run of its characters starts, so that time stays linear. */
  readonly regex: RegExp;
  /** Looks at the secret; false leaves it alone. */
  readonly accept?: (secret: string) => boolean;
}

/*
 * The patterns run over a shadow of the text in which full-width letters, digits, colons and equal signs are written
 * half-width, see redaction.ts.
 */
const GAP = '[ \\t]{0,4}';
const ASIDE = `(?:${GAP}\\([^()\\n]{0,20}\\))?`;
const SIGN = `${GAP}["'”’」]?${GAP}(?:[:=]|(?:就|应该|还|仍|现在|目前)?[是为]:?)${GAP}`;
const CHANGED = `${GAP}(?:已|被|已经)?(?:重置|设置|更改|修改|改|设|换)[成为到]了?${GAP}:?${GAP}`;
const VERB = `${GAP}(?:(?:(?:is|was|has been|have been) )?(?:changed|set|reset) to|(?:is|was|are|were)(?: now| still)?)${GAP}(?::|[ \\t])${GAP}`;
/** What stands between a label and its value: `:` or `=`, "is" in both languages, or "was changed to". */
const CONNECTOR = `(?:${SIGN}|${CHANGED}|${VERB})`;
const OWNER = '(?: (?:for|of|on|to) [^\\n:=,;]{1,60}?)?';
const QUOTE = '["\'`“‘「『<]?';
const UNQUOTED = '(?:(?![;&,][\\w.-]{1,40}=)[!-~])';
/** A value in quotes, or up to white space, a Chinese character, or the next `;name=` of a connection string. */
const VALUE =
  '(?:"(?<secret>[^"\\n]{1,200})"|\'(?<secret>[^\'\\n]{1,200})\'|[“‘「『](?<secret>[^”’」』\\n]{1,200})[”’」』]|' +
  `${QUOTE}(?<secret>${UNQUOTED}+))`;
/** One line break is bridged only for values that look like nothing but a secret. */
const ADJACENT = `${GAP}(?:[:=]?${GAP}\\n${GAP})?`;

const PASSWORD =
  '(?:密码|口令|passwords?|passwd|passphrase|passcode|(?<![a-z])pwd|(?<![a-z])pass(?= ?[:=])|(?<![a-z])pw(?![a-z]))';
const KEY =
  '(?:(?:api|access|account|secret|subscription|storage|private|signing|encryption|product|licen[cs]e)[ _-]?key|密钥|秘钥)';
const TOKEN =
  '(?:(?:client|app|application|shared|webhook)[ _-]?secret(?:[ _-]?value)?|(?<![a-z])secret(?=["\' ]{0,2}[:=])|tokens?|客户端机密|应用机密|令牌)';
const CODE =
  '(?:验证码|校验码|动态码|动态密码|一次性密码|一次性代码|验证代码|短信码|安全码|认证码|' +
  '(?<![a-z])(?:otp|pin)(?![a-z])(?: ?码| code)?|' +
  '(?:verification|security|one[ -]?time|authentication|auth|login|log-in|sign-?in|confirmation|sms|access|mfa|2fa|backup)[ -](?:pass)?codes?)';
/** "error code: 30183" is no secret. */
const OTHER_CODE =
  '(?<!(?:error|status|exit|return|result|response|stop|zip|post|postal|country|area|dialing|dial|product|reason|event|http|smtp|ndr|bug ?check|promo|discount|source|with|错误|状态|返回|退出|故障)[ -]?)';
const DIGITS = '(?<secret>(?:[A-Z]-)?\\d(?:[ -]?\\d){3,7})(?![ -]?\\d|[A-Za-z.]\\w)';

const SCHEME = '(?:basic|bearer|digest|negotiate|ntlm|apikey|token|sharedaccesssignature|aws4-hmac-sha256)';

const labelled = (label: string): RegExp => new RegExp(`${label}${ASIDE}${OWNER}${CONNECTOR}${VALUE}`, 'gi');
const adjacent = (label: string): RegExp =>
  new RegExp(`${label}${ADJACENT}${QUOTE}(?<secret>(?![:="'(),.])${UNQUOTED}{6,})`, 'gi');
const isLongSecret = (value: string): boolean => value.length >= 6 && isSecret(value);

function isSecret(value: string): boolean {
  return /[!-~]/.test(value) && !isPlainWord(value);
}

/** All patterns; where two overlap, the class of the earlier one is told. */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  {
    class: 'private-key',
    regex:
      /(?<secret>-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,60}-----|$))/g,
  },
  // RFC 7519: base64url parts, the first one a JSON object and so "eyJ".
  { class: 'token', regex: /(?<![\w-])(?<secret>eyJ[\w-]{5,}\.[\w-]{4,}(?:\.[\w-]*){0,3})/g },
  // RFC 6750, RFC 7617 and the header of Azure Service Bus.
  {
    class: 'token',
    regex: /(?<![a-z])(?:bearer|sharedaccesssignature)[ \t]{1,4}(?<secret>[\w.~+/=%&-]{8,})/gi,
    accept: looksRandom,
  },
  {
    class: 'token',
    regex: new RegExp(
      `(?<![a-z])authorization["']?${GAP}[:=]${GAP}["']?(?:${SCHEME}[ \\t]{1,4})?(?<secret>(?!${SCHEME}(?![!-~]))[!-~]{6,})`,
      'gi',
    ),
    accept: isLongSecret,
  },
  // Shared access signature of Azure Storage and Service Bus.
  { class: 'token', regex: /(?<![a-z])(?:sig|signature)=(?<secret>[\w%+/=.~-]{8,})/gi, accept: looksRandom },
  // AWS, GitHub, GitLab, Slack, Google, Stripe and others, npm.
  {
    class: 'api-key',
    regex:
      /(?<![A-Za-z0-9])(?<secret>(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_\w{30,}|github_pat_\w{30,}|glpat-[\w-]{20,}|xox[abeprs]-[\w-]{10,}|AIza[\w-]{35}|[rsp]k[-_](?:live_|test_|proj-|ant-)?[\w-]{20,}|npm_\w{30,})/g,
    accept: hasDigit,
  },
  // Client secret of an Entra application.
  { class: 'api-key', regex: /(?<![\w.~-])(?<secret>[\w.~-]{3}\dQ~[\w.~-]{31,40})/g },
  // 512-bit storage keys and 256-bit service bus keys in base64.
  {
    class: 'api-key',
    regex: /(?<![\w+/=])(?<secret>[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)(?![\w+/=])/g,
    accept: looksRandom,
  },
  { class: 'url-credentials', regex: /:\/\/[^\s/:@]{0,100}:(?<secret>[^\s/@]{1,200})(?=@)/g },
  {
    class: 'one-time-code',
    regex: new RegExp(`${CODE}${ASIDE}(?:${CONNECTOR}|[ \\t:=]{0,4})${QUOTE}${DIGITS}`, 'gi'),
  },
  { class: 'one-time-code', regex: new RegExp(`${OTHER_CODE}(?<![a-z])code${CONNECTOR}${QUOTE}${DIGITS}`, 'gi') },
  {
    class: 'one-time-code',
    regex:
      /(?<![\w-])(?<secret>\d{4,8})(?= ?(?:是|为|is|was) ?(?:我的|你的|您的|my |your |the )?[^\s,.，。]{0,4} ?(?:验证码|校验码|动态码|(?:verification|security|one[ -]?time|login|sign-?in)[ -](?:pass)?code))/gi,
  },
  { class: 'api-key', regex: labelled(KEY), accept: isLongSecret },
  { class: 'token', regex: labelled(TOKEN), accept: isLongSecret },
  { class: 'password', regex: labelled(PASSWORD), accept: isSecret },
  { class: 'password', regex: adjacent(PASSWORD), accept: looksLikePassword },
  { class: 'api-key', regex: adjacent(KEY), accept: (value) => value.length >= 12 && looksRandom(value) },
  // Resident identity number, GB 11643: region, date of birth, sequence, check character.
  {
    class: 'resident-id',
    regex:
      /(?<![0-9A-Za-z])(?<secret>[1-9]\d{5}[ -]?(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[0-9Xx])(?![0-9A-Za-z])/g,
    accept: isResidentId,
  },
  // ISO/IEC 7812: 13 to 19 digits. People hold no card that starts with 0 or 1, which spares telephone numbers.
  {
    class: 'payment-card',
    regex: /(?<![0-9A-Za-z+]|\d[ -]|SR-)(?<secret>(?:2[2-7]|[3-9]\d)(?:[ -]?\d){11,17})(?![ -]?\d|[A-Za-z])/g,
    accept: isCardNumber,
  },
];
