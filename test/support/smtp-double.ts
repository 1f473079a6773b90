import { createServer, type Socket } from 'node:net';
import { z } from 'zod';

/** How a mail server behaves: as it should, or by which step it goes wrong. */
export type SmtpConduct =
  | 'takes'
  | 'refuses-recipient'
  | 'refuses-for-now'
  | 'refuses-data'
  | 'quotes-the-message'
  | 'hangs-at-greeting'
  | 'hangs-after-data'
  | 'closes-at-once'
  | 'closes-after-data'
  | 'drips';

/** A mail server that speaks as much SMTP (RFC 5321) as a client needs to hand over one message. */
export interface SmtpDouble {
  readonly url: string;
  /** Whole messages that were taken, with their header. */
  readonly messages: readonly string[];
  /** The commands of all clients, in order. */
  readonly commands: readonly string[];
  behave(conduct: SmtpConduct): void;
  close(): Promise<void>;
}

/** Answers by the first word of a command; a conduct may put another one in its place. */
const ANSWERS: Readonly<Record<string, string>> = {
  EHLO: '250-double\r\n250 AUTH PLAIN LOGIN',
  HELO: '250 double',
  AUTH: '235 welcome',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  RSET: '250 ok',
  QUIT: '221 bye',
};

/** Starts it on a port of this machine. */
export async function startSmtpDouble(): Promise<SmtpDouble> {
  const messages: string[] = [];
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  let conduct: SmtpConduct = 'takes';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    if (conduct === 'closes-at-once') socket.destroy();
    else if (conduct === 'drips') drip(socket);
    else if (conduct !== 'hangs-at-greeting') serve(socket);
  });

  function drip(socket: Socket): void {
    const timer = setInterval(() => socket.write('220-patience\r\n'), 20);
    socket.on('close', () => clearInterval(timer));
  }

  function serve(socket: Socket): void {
    let isData = false;
    let rest = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      rest += chunk;
      const end = isData ? '\r\n.\r\n' : '\r\n';
      for (let at = rest.indexOf(end); at >= 0; at = rest.indexOf(isData ? '\r\n.\r\n' : '\r\n')) {
        const part = rest.slice(0, at);
        rest = rest.slice(at + (isData ? 5 : 2));
        if (isData) {
          isData = false;
          finish(socket, part);
        } else isData = obey(socket, part);
      }
    });
    socket.write('220 double ready\r\n');
  }

  function finish(socket: Socket, message: string): void {
    if (conduct === 'hangs-after-data') return;
    if (conduct === 'closes-after-data') socket.destroy();
    else if (conduct === 'quotes-the-message')
      socket.write(`554 this was refused: ${message.replace(/\r\n/g, ' ')}\r\n`);
    else if (conduct === 'refuses-data') socket.write('554 looks like spam\r\n');
    else {
      messages.push(message);
      socket.write('250 taken\r\n');
    }
  }

  function obey(socket: Socket, command: string): boolean {
    commands.push(command);
    const verb = command.split(' ')[0]?.toUpperCase() ?? '';
    if (verb === 'RCPT' && conduct === 'refuses-recipient') socket.write('550 no such mailbox\r\n');
    else if (verb === 'MAIL' && conduct === 'refuses-for-now') socket.write('451 come back later\r\n');
    else socket.write(`${ANSWERS[verb] ?? '502 what'}\r\n`);
    return verb === 'DATA';
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `smtp://127.0.0.1:${port}`,
    messages,
    commands,
    behave: (next) => {
      conduct = next;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
