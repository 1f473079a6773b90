import type { Request, Response, Server } from 'restify';

/** What tells an operator and a load balancer how it goes. */
export interface ServiceParts {
  /** Named checks; each resolves when its part is ready to work and rejects when it is not. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
  isStopping(): boolean;
  /** The metrics registry in the Prometheus text format. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Milliseconds that one check may take. */
  readonly checkMs?: number;
}

async function runs(check: () => Promise<void>, ms: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), ms);
  const done = Promise.resolve().then(check);
  const answer = await Promise.race([
    done.then(
      () => true,
      () => false,
    ),
    late.promise,
  ]);
  clearTimeout(timer);
  return answer;
}

/**
 * Registers `/healthz` (the process runs), `/readyz` (`{ready, parts}`; 503 while a part is not ready or the server
 * stops) and `/metrics`.
 */
export function registerServiceRoutes(server: Server, parts: ServiceParts): void {
  server.get('/healthz', async (_req: Request, res: Response) => {
    res.send(200, { status: 'ok' });
  });
  server.get('/readyz', async (_req: Request, res: Response) => {
    const names = Object.entries(parts.checks);
    const states = await Promise.all(names.map(([, check]) => runs(check, parts.checkMs ?? 2000)));
    const ready = states.every(Boolean) && !parts.isStopping();
    res.send(ready ? 200 : 503, { ready, parts: Object.fromEntries(names.map(([name], at) => [name, states[at]])) });
  });
  server.get('/metrics', async (_req: Request, res: Response) => {
    const { contentType, text } = await parts.metrics();
    res.setHeader('Content-Type', contentType);
    res.sendRaw(200, text);
  });
}
