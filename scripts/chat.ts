import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { z } from 'zod';

/** A text-only client of the running bot: `npm run chat -- --url … --person … --locale …`; lines may also be piped in. */
const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: process.env.PUBLIC_URL || 'http://localhost:3978' },
    person: { type: 'string', default: 'dl_contoso-admin' },
    locale: { type: 'string', default: 'zh-CN' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const HELP = `Talks to a running bot in the terminal, in text only.
  --url URL        address of the bot (${options.url})
  --person ID      a person of the demo directory, or any id that begins with dl_ (dl_contoso-admin)
  --locale TAG     language of the first greeting, zh-CN or en-US (zh-CN)
Type a sentence, or the number of a suggestion. Ctrl+D ends.`;

/** How long a reply may take after the last one, before a piped line is followed by the next. */
const REPLY_TIMEOUT = 20_000;

const startedSchema = z.object({ conversationId: z.string(), token: z.string(), streamUrl: z.string() });
const activitySetSchema = z.object({
  activities: z.array(
    z.looseObject({
      id: z.string(),
      type: z.string(),
      replyToId: z.string().nullish(),
      text: z.string().nullish(),
      from: z.looseObject({ id: z.string(), role: z.string().nullish() }),
      suggestedActions: z
        .looseObject({ actions: z.array(z.looseObject({ title: z.string(), value: z.unknown() })) })
        .nullish(),
    }),
  ),
});
type Activity = z.infer<typeof activitySetSchema>['activities'][number];

async function call(path: string, token: string | null, body: object): Promise<unknown> {
  const response = await fetch(new URL(path, options.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(REPLY_TIMEOUT),
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  const error = z.object({ error: z.object({ message: z.string() }) }).safeParse(answer);
  throw new Error(`${path} answered ${response.status}: ${error.data?.error.message ?? 'no reason given'}`);
}

/** Numbers that stand for the suggestions of the last reply. */
let suggestions: string[] = [];

function print(activity: Activity): void {
  if (activity.text) process.stdout.write(`\n${activity.text}\n`);
  const actions = activity.suggestedActions?.actions ?? [];
  if (actions.length > 0) suggestions = actions.map(({ title, value }) => (typeof value === 'string' ? value : title));
  const lines = actions.map(({ title }, index) => `${index + 1}. ${title}`);
  // The bot writes most lists itself for a client without cards; a second one would only confuse.
  if (!lines.every((line) => activity.text?.includes(line))) process.stdout.write(`${lines.join('\n')}\n`);
}

/** Waits until something was said; then until nothing more comes, because a turn may say several things at once. */
function createListener() {
  let replies = 0;
  let wake: () => void = () => undefined;
  return {
    heard() {
      replies += 1;
      wake();
    },
    async reply(): Promise<void> {
      if (replies === 0) {
        const heard = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const timer = new AbortController();
        const late = new Promise<void>((resolve) => {
          const timeout = setTimeout(resolve, REPLY_TIMEOUT);
          timer.signal.addEventListener('abort', () => clearTimeout(timeout));
        });
        await Promise.race([heard, late]);
        timer.abort();
      }
      replies = 0;
    },
  };
}

/** Starts a conversation; `hear` is given every frame from the first on, for the greeting may come with the opening. */
async function connect(hear: (frame: string) => void) {
  const { token } = z.object({ token: z.string() }).parse(await call('/demo/token', null, { person: options.person }));
  const conversation = startedSchema.parse(
    await call('/v3/directline/conversations', token, { user: { id: options.person }, locale: options.locale }),
  );
  const socket = new WebSocket(conversation.streamUrl);
  socket.on('message', (data) => hear(data.toString()));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return { ...conversation, socket };
}

async function chat(): Promise<void> {
  const listener = createListener();
  const { conversationId, token, socket } = await connect((frame) => {
    if (frame === '') return;
    for (const activity of activitySetSchema.parse(JSON.parse(frame)).activities) {
      if (activity.type !== 'message' || activity.from.id === options.person) continue;
      print(activity);
      listener.heard();
    }
  });
  const gone = new Promise<never>((_resolve, reject) => {
    socket.once('close', () => reject(new Error('the bot closed the conversation; start npm run chat again')));
  });
  gone.catch(() => undefined);
  await Promise.race([listener.reply(), gone]);
  // Not earlier: lines that come before somebody iterates over them would be lost.
  const terminal = createInterface({ input: process.stdin, prompt: '\n> ' });
  if (process.stdin.isTTY) terminal.prompt();
  for await (const line of terminal) {
    const said = line.trim();
    if (said !== '') {
      // What is piped in is not seen otherwise, and the answers alone make no sense.
      if (!process.stdin.isTTY) process.stdout.write(`\n> ${said}\n`);
      await Promise.race([say(conversationId, token, chosen(said)), gone]);
      await Promise.race([listener.reply(), gone]);
    }
    if (process.stdin.isTTY) terminal.prompt();
  }
  socket.removeAllListeners('close');
  socket.close();
}

function chosen(said: string): string {
  return (/^\d{1,2}$/.test(said) && suggestions[Number(said) - 1]) || said;
}

async function say(conversationId: string, token: string, text: string): Promise<void> {
  suggestions = [];
  await call(`/v3/directline/conversations/${conversationId}/activities`, token, {
    type: 'message',
    text,
    locale: options.locale,
    from: { id: options.person },
    channelData: { supportsCards: false, clientActivityID: crypto.randomUUID() },
  });
}

if (options.help) {
  process.stdout.write(`${HELP}\n`);
} else {
  await chat().catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
    process.stderr.write(
      `${error instanceof Error ? error.message : String(error)}${cause}\nIs the bot running at ${options.url}?\n`,
    );
    process.exitCode = 1;
  });
}
