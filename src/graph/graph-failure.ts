/**
 * Why Microsoft Graph gave no answer that can be used:
 * - `unauthorised` the token is refused, also a fresh one, or none is given out: wrong or expired secret
 * - `forbidden` the application lacks a permission or its admin consent
 * - `throttled` too many calls; `retryAfterMs` tells how long to wait
 * - `unavailable` 5xx, network or time limit
 * - `unreadable` no JSON, another shape, a refused request, or an address elsewhere
 * - `not-found` no such resource
 */
export type GraphFailureKind = 'unauthorised' | 'forbidden' | 'throttled' | 'unavailable' | 'unreadable' | 'not-found';

/** A failure by its kind. Its words hold neither token nor body and may be logged; they are for operators, not for people in a chat. */
export class GraphFailure extends Error {
  override readonly name = 'GraphFailure';
  readonly kind: GraphFailureKind;
  /** Milliseconds until it makes sense to ask again, where the service told. */
  readonly retryAfterMs: number | null;

  constructor(
    kind: GraphFailureKind,
    message: string,
    options: { readonly retryAfterMs?: number | null; readonly cause?: unknown } = {},
  ) {
    super(`Microsoft Graph: ${message}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
