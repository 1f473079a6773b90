import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Admission } from './admission.ts';
import { hasBody } from './json-body.ts';
import { kindOf } from './request-kind.ts';

/**
 * Counts a request as work from the end of its body until its answer is written. A body that trickles in and a reader that
 * takes its time are no work of ours: were they counted, a few hundred slow connections would make the server full for all.
 */
export function countWork(admission: Admission, req: IncomingMessage, res: ServerResponse): void {
  const kind = kindOf(req);
  if (kind === 'service' || kind === 'metrics' || kind === 'file') return;
  let phase: 'body' | 'work' | 'done' = 'body';
  const begin = (): void => {
    if (phase !== 'body') return;
    phase = 'work';
    admission.begin();
  };
  const end = (): void => {
    if (phase === 'work') admission.end();
    phase = 'done';
  };
  // 'prefinish' is when everything is handed to the connection, 'close' when it is gone.
  res.once('prefinish', end);
  res.once('close', end);
  if (hasBody(req)) req.once('end', begin);
  else begin();
}
