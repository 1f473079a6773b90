import type { Request, Response, Server } from 'restify';
import type { z } from 'zod';

/** What a route answers: a status and a JSON body. */
export interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Told how large the body was that was sent. */
  sent?(bytes: number): void;
}

/** Codes of the error shape that Direct Line clients meet; codes are stable, messages are not. */
export type RefusalCode =
  | 'BadArgument'
  | 'MissingProperty'
  | 'Unauthorized'
  | 'Forbidden'
  | 'TokenExpired'
  | 'ConversationNotFound'
  | 'TooManyRequests'
  | 'PayloadTooLarge'
  | 'Busy'
  | 'BotError';

const STATUS: Readonly<Record<RefusalCode, number>> = {
  BadArgument: 400,
  MissingProperty: 400,
  Unauthorized: 401,
  Forbidden: 403,
  TokenExpired: 403,
  ConversationNotFound: 404,
  TooManyRequests: 429,
  PayloadTooLarge: 413,
  Busy: 503,
  BotError: 502,
};

/**
 * An answer that refuses, in the error shape `{error:{code,message}}`; the status follows from the code
 * (Direct Line API 3.0 reference, "HTTP status codes").
 */
export function refuse(code: RefusalCode, message: string, headers?: Readonly<Record<string, string>>): Answer {
  return { status: STATUS[code], body: { error: { code, message } }, ...(headers ? { headers } : {}) };
}

/** A route's work: what it is asked, to what it answers; whatever it throws becomes the server's own error answer. */
export type Handler = (req: Request) => Promise<Answer>;

/**
 * Registers a route whose work is a function from request to answer.
 * @param name a route name; without one restify makes it from the path
 */
export function route(server: Server, method: 'get' | 'post', path: string, handler: Handler, name?: string): void {
  server[method](name === undefined ? { path } : { path, name }, async (req: Request, res: Response) => {
    const answer = await handler(req);
    for (const [header, value] of Object.entries(answer.headers ?? {})) res.setHeader(header, value);
    res.send(answer.status, answer.body);
    answer.sent?.(Number(res.getHeader('Content-Length') ?? 0));
  });
}

/** The answer to a body that its schema refuses: which field and why. */
export function problem(error: z.ZodError): Answer {
  const [first] = error.issues;
  const at = first && first.path.length > 0 ? `"${first.path.join('.')}": ` : '';
  return refuse(
    'BadArgument',
    `The body is not right: ${at}${first?.message ?? 'unknown'}. Correct it and send it again.`,
  );
}
