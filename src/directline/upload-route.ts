import type { Request } from 'restify';
import { type Activity, activitySchema } from '../domain/activity.ts';
import type { SentFile } from '../domain/attachment.ts';
import { type Answer, problem, refuse } from './answers.ts';
import { readUpload, UPLOAD_LIMITS, type Upload, type UploadLimits, type UploadMemory } from './upload-body.ts';

/** An upload as a message of its sender, with its files. */
export interface UploadedMessage {
  readonly activity: Activity;
  readonly files: readonly SentFile[];
  /** Gives the memory of the files back. */
  release(): void;
}

/** Reads the message of an upload, or answers why it cannot be one. */
export type ReadMessage = (req: Request) => Promise<UploadedMessage | { readonly refused: Answer }>;

const REFUSALS: Readonly<Record<Extract<Upload, { problem: string }>['problem'], Answer>> = {
  malformed: refuse(
    'BadArgument',
    'The body is no multipart form that can be read. Send the activity and each file as a part.',
  ),
  'too-large': refuse('PayloadTooLarge', 'The files are too large together. Send fewer or smaller ones.'),
  busy: refuse('Busy', 'Too much is being sent at once. Try again in a moment.', { 'Retry-After': '5' }),
  gone: refuse('BadArgument', 'The body ended before it was whole. Send it again.'),
};

/**
 * Reads uploads of the whole instance, which share one memory.
 * @param limits for tests; {@link UPLOAD_LIMITS}
 */
export function createUploads(limits: UploadLimits = UPLOAD_LIMITS): ReadMessage {
  const memory: UploadMemory = { bytes: 0 };
  return async (req) => {
    if (Number(req.headers['content-length'] ?? 0) > limits.requestBytes) return cutOff(REFUSALS['too-large']);
    const upload = await readUpload(req, memory, limits);
    if ('problem' in upload) return cutOff(REFUSALS[upload.problem]);
    const { files, release } = upload;
    const message = messageOf(upload.activity, req);
    if ('activity' in message && files.length > 0) return { ...message, files, release };
    release();
    return 'refused' in message
      ? message
      : { refused: refuse('BadArgument', 'The upload holds no file. Send one as a part.') };
  };
}

/** What was not read to its end cannot be followed by another request on the same connection. */
function cutOff(answer: Answer): { readonly refused: Answer } {
  return { refused: { ...answer, headers: { ...answer.headers, Connection: 'close' } } };
}

/** Without a part for the activity it is a message without words of the user whom the address names. */
function messageOf(part: unknown, req: Request): { readonly activity: Activity } | { readonly refused: Answer } {
  if (part === undefined)
    return { refused: refuse('BadArgument', 'The activity of the upload is no JSON. Correct it and send it again.') };
  const parsed = activitySchema.safeParse(part ?? { type: 'message' });
  if (!parsed.success) return { refused: problem(parsed.error) };
  if (parsed.data.type !== 'message') return { refused: refuse('BadArgument', 'Files come with a message only.') };
  const userId = typeof req.query?.userId === 'string' ? req.query.userId : '';
  // The files are the parts; what else the activity lists is the client's own picture of them.
  const { attachments: _own, ...activity } = parsed.data;
  return { activity: activity.from || userId === '' ? activity : { ...activity, from: { id: userId } } };
}
