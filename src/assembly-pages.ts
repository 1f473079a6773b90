import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Sources } from './assembly-sources.ts';
import type { Config } from './config.ts';
import { isAdmin } from './domain/eligibility.ts';
import type { HttpServer } from './http/server.ts';
import { socketOrigin } from './http/socket-origin.ts';
import { createStaticFiles, type StaticFiles } from './http/static-files.ts';
import { registerWebPages } from './http/web-pages.ts';

const WEB_FOLDER = fileURLToPath(new URL('../web', import.meta.url));

/** What the pages need of the product. */
interface Shared {
  readonly config: Config;
  readonly sources: Pick<Sources, 'people' | 'policies'>;
  readonly http: HttpServer;
}

/** The widget and, outside production, the page with people to try it as. */
export async function addPages({ config, sources, http }: Shared): Promise<StaticFiles> {
  const files = await createStaticFiles(WEB_FOLDER);
  files.register(http.routes);
  const people = sources.people().map((person) => {
    const { id, name, tenant } = person;
    return {
      id,
      name,
      tenant: tenant.name,
      operator: tenant.operator,
      admin: isAdmin(sources.policies[tenant.operator], person),
    };
  });
  registerWebPages(http.routes, {
    files,
    people: config.production ? null : people,
    widgetOrigins: config.widgetOrigins,
    socketOrigin: socketOrigin(config.publicUrl),
    newNonce: () => randomBytes(16).toString('base64'),
  });
  return files;
}
