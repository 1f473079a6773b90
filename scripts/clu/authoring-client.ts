import { z } from 'zod';
import { IntakeError } from '../../src/domain/errors.ts';
import { CLU_API_VERSION } from '../../src/language/clu-names.ts';
import { retryAfterMs } from '../../src/retry-after.ts';
import type { CluTarget } from './clu-target.ts';

/** An import of some megabytes over a slow line. */
const PATIENCE_MS = 120_000;
/** Answers are a few kilobytes; an evaluation summary with its confusions is the longest. */
const LONGEST_ANSWER = 8 * 1024 * 1024;
const MOST_ATTEMPTS = 6;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/** How the outside world is seen; tests hand in their own. */
export interface Surroundings {
  pause(milliseconds: number): Promise<void>;
  /** A line about the progress. */
  tell(line: string): void;
}

/** A call of the authoring API. */
export interface AuthoringCall {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** A whole address, of the resource itself. */
  readonly url: string;
  readonly body?: unknown;
  /** Whether it may be made again when nobody knows what became of it. */
  readonly repeatable: boolean;
}

/** What the service answered to a call that it took. */
export interface AuthoringAnswer {
  readonly status: number;
  /** Where the job can be followed, for a call that starts one. */
  readonly operationLocation: string | null;
  readonly body: unknown;
}

/** The authoring API of one project. */
export interface AuthoringClient {
  /** The address of something in the project, for instance `:train` or `deployments/production`. */
  urlOf(path: string): string;
  /**
   * Makes a call; what passes is tried again, after the time that the service asks for.
   * @throws IntakeError `NotFound` for 404, `Conflict` for 409, `InvalidConfiguration` for other refusals, and
   *   `Unavailable` when there is no answer that can be used
   */
  call(call: AuthoringCall): Promise<AuthoringAnswer>;
}

/** What became of one attempt. */
type Attempt =
  | { readonly answer: AuthoringAnswer }
  | { readonly refused: { readonly status: number; readonly words: string }; readonly waitMs: number | null }
  | { readonly lost: string };

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** The client of the project of a target. */
export function createAuthoringClient(target: CluTarget, { pause, tell }: Surroundings): AuthoringClient {
  const base = `${target.endpoint}/language/authoring/analyze-conversations/projects/${target.project}`;
  const { origin } = new URL(target.endpoint);

  async function attempt({ method, url, body }: AuthoringCall): Promise<Attempt> {
    try {
      const response = await fetch(url, {
        method,
        headers: { 'Ocp-Apim-Subscription-Key': target.key, 'content-type': 'application/json' },
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return await judge(response, await readText(response));
    } catch (error) {
      return { lost: wordsOf(error) };
    }
  }

  async function judge(response: Response, text: string): Promise<Attempt> {
    const { status, headers } = response;
    if (status >= 300) {
      const retryAfter = headers.get('retry-after') ?? undefined;
      const waitMs = retryAfterMs({ retryAfter, date: headers.get('date') ?? undefined }, Date.now());
      return { refused: { status, words: refusalOf(text) }, waitMs };
    }
    const operationLocation = headers.get('operation-location');
    if (text.trim() === '') return { answer: { status, operationLocation, body: null } };
    const body = parseJson(text);
    return body === undefined ? { lost: 'the answer is no JSON' } : { answer: { status, operationLocation, body } };
  }

  return {
    urlOf: (path) => `${base}/${path}?api-version=${CLU_API_VERSION}`,
    async call(call) {
      // Whatever address an answer or a note has named: the key goes to the resource that it belongs to, and nowhere else.
      if (new URL(call.url).origin !== origin) {
        throw new IntakeError(
          'Unavailable',
          'An address of another host than CLU_ENDPOINT was named; it is not called.',
        );
      }
      for (let made = 1; ; made++) {
        const outcome = await attempt(call);
        if ('answer' in outcome) return outcome.answer;
        if (made >= MOST_ATTEMPTS || !mayPass(outcome, call)) throw failureOf(outcome, call, target.key);
        const asked = 'waitMs' in outcome ? outcome.waitMs : null;
        const waitMs = Math.min(asked ?? FIRST_PAUSE_MS * 2 ** (made - 1), LONGEST_PAUSE_MS);
        const what = 'lost' in outcome ? outcome.lost : `the service answered ${outcome.refused.status}`;
        tell(`${what}; trying again in ${Math.ceil(waitMs / 1000)} s (${made + 1} of ${MOST_ATTEMPTS})`);
        await pause(waitMs);
      }
    },
  };
}

/** 429 and 503 say that nothing was done; after any other failure only what may happen twice is tried again. */
function mayPass(outcome: Exclude<Attempt, { answer: unknown }>, { repeatable }: AuthoringCall): boolean {
  if ('lost' in outcome) return repeatable;
  const { status } = outcome.refused;
  return status === 429 || status === 503 || (repeatable && (status >= 500 || status === 408));
}

function failureOf(outcome: Exclude<Attempt, { answer: unknown }>, call: AuthoringCall, key: string): IntakeError {
  const what = `${call.method} ${new URL(call.url).pathname}`;
  const withoutKey = (words: string): string => words.replaceAll(key, '[key]');
  if ('lost' in outcome) {
    const unsure = call.repeatable
      ? ''
      : ' Nobody knows whether it was begun: look at the project before you repeat it.';
    return new IntakeError('Unavailable', withoutKey(`${what} got no usable answer: ${outcome.lost}.${unsure}`));
  }
  const { status, words } = outcome.refused;
  const message = withoutKey(`${what} was answered ${status}${words && `: ${words}`}. ${adviceOf(status)}`);
  if (status === 404) return new IntakeError('NotFound', message);
  if (status === 409) return new IntakeError('Conflict', message);
  return new IntakeError(
    status < 500 && status !== 429 && status !== 408 ? 'InvalidConfiguration' : 'Unavailable',
    message,
  );
}

function adviceOf(status: number): string {
  if (status === 401 || status === 403) return 'Check CLU_KEY and CLU_ENDPOINT: they must be of the same resource.';
  if (status === 404) return 'Check CLU_PROJECT and CLU_DEPLOYMENT: names are case-sensitive, and import comes first.';
  if (status === 409) return 'Another job of the project may be running: wait for its end.';
  if (status === 429) return 'The quota of the resource is used up: try again later.';
  if (status < 400) return 'CLU_ENDPOINT is not the address of the resource itself.';
  return status < 500 ? 'Correct what it names.' : 'Look at the status of the service and try again later.';
}

function refusalOf(text: string): string {
  const parsed = errorSchema.safeParse(parseJson(text));
  return parsed.success ? `${parsed.data.error.code}: ${parsed.data.error.message}`.slice(0, 500) : '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch` says "fetch failed" for everything; why stands in its cause. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${PATIENCE_MS / 1000} s`;
  const { cause } = error;
  return cause instanceof Error && cause.message ? cause.message : error.message;
}

/** @throws Error when the answer breaks off or does not end */
async function readText(response: Response): Promise<string> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > LONGEST_ANSWER) throw new Error(`the answer is longer than ${LONGEST_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
