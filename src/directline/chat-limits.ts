import type { IncomingMessage } from 'node:http';
import { type Answer, refuse } from './answers.ts';

/**
 * What is counted here; how much of it is let through is decided where the limits are made: new visitors and anonymous
 * starts by address, messages by conversation, address and tenant, reads by conversation, uploads by conversation and address.
 */
export type ChatRate =
  | 'visitor'
  | 'start'
  | 'message'
  | 'messageOfAddress'
  | 'messageOfTenant'
  | 'read'
  | 'upload'
  | 'uploadOfAddress';

/** The limits of the chat routes. */
export interface ChatLimits {
  /**
   * Counts one more, or as many as it weighs.
   * @returns 0 to go on, or whole seconds to wait
   */
  take(rate: ChatRate, key: string, weight?: number): number;
  /** Who calls, as limits by address count them. */
  callerOf(req: IncomingMessage): string;
}

/** Bytes of a body that count as one more message: so few large ones weigh as much as many small ones. */
const MESSAGE_BYTES = 16 * 1024;
/** Bytes of an answer that count as one more read. */
const READ_BYTES = 64 * 1024;

/** 429 with `Retry-After`. @param seconds whole seconds to wait */
export function tooMany(seconds: number, what = 'Too many requests.'): Answer {
  return refuse('TooManyRequests', `${what} Try again in ${seconds} s.`, { 'Retry-After': String(seconds) });
}

/** Counts a read of a conversation. @returns the answer that refuses it, or null */
export function limitRead(limits: ChatLimits, conversationId: string): Answer | null {
  const wait = limits.take('read', conversationId);
  return wait > 0 ? tooMany(wait) : null;
}

/** Counts what a read came to: a page of large activities is some megabytes, a hundred times the work of a usual one. */
export function weighRead(limits: ChatLimits, conversationId: string, answerBytes: number): void {
  const weight = Math.floor(answerBytes / READ_BYTES);
  if (weight > 0) limits.take('read', conversationId, weight);
}

/**
 * Counts a message by its size for the conversation, the organisation and the address that it is of; the narrowest first,
 * because what is refused there must not use up what others share with it.
 * @returns the answer that refuses it, or null
 */
export function limitMessage(
  limits: ChatLimits,
  req: IncomingMessage,
  conversationId: string,
  tenant: string | null,
): Answer | null {
  const weight = 1 + Math.floor(Number(req.headers['content-length'] ?? 0) / MESSAGE_BYTES);
  return countMessage(limits, req, { conversationId, tenant, weight });
}

function countMessage(
  limits: ChatLimits,
  req: IncomingMessage,
  { conversationId, tenant, weight }: { conversationId: string; tenant: string | null; weight: number },
): Answer | null {
  const wait =
    limits.take('message', conversationId, weight) ||
    (tenant === null ? 0 : limits.take('messageOfTenant', tenant, weight)) ||
    limits.take('messageOfAddress', limits.callerOf(req), weight);
  return wait > 0 ? tooMany(wait, 'Too many messages.') : null;
}

const MEGABYTE = 1024 * 1024;
/** What an upload counts that does not tell its size; as much as the largest. */
const UNKNOWN_MEGABYTES = 51;

/**
 * Counts an upload as one message, whatever its size, and its megabytes apart: by the measure of words a picture would be
 * hundreds of messages.
 * @returns the answer that refuses it, or null
 */
export function limitUpload(
  limits: ChatLimits,
  req: IncomingMessage,
  conversationId: string,
  tenant: string | null,
): Answer | null {
  const often = countMessage(limits, req, { conversationId, tenant, weight: 1 });
  if (often) return often;
  const { 'content-length': length } = req.headers;
  const megabytes = length === undefined ? UNKNOWN_MEGABYTES : 1 + Math.floor(Number(length) / MEGABYTE);
  const wait =
    limits.take('upload', conversationId, megabytes) || limits.take('uploadOfAddress', limits.callerOf(req), megabytes);
  return wait > 0 ? tooMany(wait, 'Too many files.') : null;
}
