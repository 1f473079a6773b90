import type { Request, Response, Server } from 'restify';
import type { Readiness } from '../metrics.ts';
import { shareBriefly } from './brief-memory.ts';

/** What tells an operator and a load balancer how it goes. */
export interface ServiceParts {
  /** Whether this instance can take work; never rejects. */
  readiness(): Promise<Readiness>;
  /** The metrics registry in the Prometheus text format. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** Milliseconds that the text of the metrics is kept at most. */
const KEPT_MS = 1_000;

/**
 * Registers `/healthz` (the process runs), `/readyz` (`{ready, parts}`; 503 while a part is not ready or the server
 * stops) and `/metrics`.
 */
export function registerServiceRoutes(server: Server, parts: ServiceParts): void {
  const metrics = shareBriefly(parts.metrics, KEPT_MS);
  server.get('/healthz', async (_req: Request, res: Response) => {
    res.send(200, { status: 'ok' });
  });
  server.get('/readyz', async (_req: Request, res: Response) => {
    const readiness = await parts.readiness();
    res.send(readiness.ready ? 200 : 503, readiness);
  });
  server.get('/metrics', async (_req: Request, res: Response) => {
    const { contentType, text } = await metrics();
    res.setHeader('Content-Type', contentType);
    res.sendRaw(200, text);
  });
}
