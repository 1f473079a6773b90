import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { until } from './until.ts';

const activitySchema = z.looseObject({
  id: z.string(),
  text: z.string().nullish(),
  replyToId: z.string().nullish(),
  from: z.looseObject({ role: z.string().nullish() }).nullish(),
});
const setSchema = z.object({ activities: z.array(activitySchema), watermark: z.string() });

/** What a client's stream has brought so far. */
export interface StreamClient {
  readonly activities: readonly z.infer<typeof activitySchema>[];
  /** Where to go on from; empty before anything came. */
  watermark(): string;
  /** Resolves when an answer to this activity is there. */
  answerTo(id: string): Promise<void>;
  /** The code with which the stream was closed, or null. */
  closedWith(): number | null;
  close(): void;
}

/** Opens a stream of a Direct Line conversation. */
export async function openStream(streamUrl: string): Promise<StreamClient> {
  const socket = new WebSocket(streamUrl);
  const activities: z.infer<typeof activitySchema>[] = [];
  let watermark = '';
  let code: number | null = null;
  socket.on('message', (data) => {
    const frame = data.toString();
    if (frame === '') return;
    const set = setSchema.parse(JSON.parse(frame));
    activities.push(...set.activities);
    watermark = set.watermark;
  });
  socket.once('close', (closed) => {
    code = closed;
  });
  await once(socket, 'open');
  socket.on('error', () => undefined);
  return {
    activities,
    watermark: () => watermark,
    answerTo: async (id) => {
      await until(`an answer to ${id} on the stream`, () => activities.some(({ replyToId }) => replyToId === id));
    },
    closedWith: () => code,
    close: () => socket.close(),
  };
}
