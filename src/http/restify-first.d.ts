import type { IncomingMessage, ServerResponse } from 'node:http';

// restify has it since version 8.2; its types do not.
declare module 'restify' {
  interface Server {
    /** Runs a handler before restify does anything; one that answers returns false. */
    first(handler: (req: IncomingMessage, res: ServerResponse) => boolean): Server;
  }
}
