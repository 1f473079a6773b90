import { once } from 'node:events';
import { openAsInstance } from './store-temporary.ts';

// Takes a conversation of the database named on the command line, tells so, and keeps it until it is killed or left alone.
const [, , databaseUrl = '', conversationId = ''] = process.argv;
const storage = await openAsInstance(databaseUrl);
await storage.leases.hold(conversationId, async () => {
  process.stdout.write('held\n');
  await once(process.stdin.resume(), 'end');
});
await storage.close();
