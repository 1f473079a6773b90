import { type ErrorCode, IntakeError } from '../domain/errors.ts';

/** The body of every answer that is an error (contract of all routes). */
export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string };
}

/** Status and body for something that went wrong. */
export interface ErrorAnswer {
  readonly status: number;
  readonly body: ErrorBody;
}

const INTERNAL =
  'Something went wrong on our side. Try again; if it goes on, tell support the x-request-id of this answer.';

const OF_INTAKE_ERROR: Readonly<Record<ErrorCode, number>> = {
  InvalidInput: 400,
  NotFound: 404,
  Conflict: 409,
  PolicyViolation: 422,
  InvalidConfiguration: 500,
  Unavailable: 503,
};

const OF_STATUS: Readonly<Record<number, { readonly code: string; readonly message: string }>> = {
  400: { code: 'BadRequest', message: 'The request cannot be read. Check its address, headers and body.' },
  404: { code: 'NotFound', message: 'There is nothing at this address. Check the path.' },
  405: { code: 'MethodNotAllowed', message: 'This address does not take this method. See the Allow header.' },
  406: { code: 'NotAcceptable', message: 'None of the accepted content types can be given. Accept application/json.' },
  408: { code: 'RequestTimeout', message: 'The request did not arrive in time. Send it again.' },
  413: { code: 'PayloadTooLarge', message: 'The body is too large. Send less.' },
  415: { code: 'UnsupportedMediaType', message: 'The body has to be JSON. Send it uncompressed as application/json.' },
  429: { code: 'TooManyRequests', message: 'Too many requests. Wait for the seconds of Retry-After.' },
  417: { code: 'ExpectationFailed', message: 'Only "Expect: 100-continue" can be met. Send the request without it.' },
  431: { code: 'HeadersTooLarge', message: 'The headers are too large. Send fewer or shorter ones.' },
  503: { code: 'Unavailable', message: 'The server is stopping. Try again in a moment.' },
};

/** The error shape for a code and a sentence that may be shown to anyone. */
export function errorBody(code: string, message: string): ErrorBody {
  return { error: { code, message } };
}

/** The answer for an HTTP status that the server itself decides, with words that give nothing inner away. */
export function statusAnswer(status: number): ErrorAnswer {
  const known = OF_STATUS[status];
  return known
    ? { status, body: errorBody(known.code, known.message) }
    : { status: status >= 400 && status < 500 ? status : 500, body: errorBody('InternalError', INTERNAL) };
}

/**
 * The answer for anything thrown: an {@link IntakeError} keeps its code and words, which are written for people;
 * restify's own errors keep their status; all else is a 500 that says nothing of the cause.
 */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof IntakeError && error.code !== 'InvalidConfiguration') {
    return { status: OF_INTAKE_ERROR[error.code], body: errorBody(error.code, error.message) };
  }
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return statusAnswer(typeof status === 'number' && status in OF_STATUS ? status : 500);
}
