import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { createTemporaryFolder, openStore } from '../support/store-temporary.ts';

const SYSTEM = { system: 'turn' } as const;
const WRITER = fileURLToPath(new URL('../support/store-endless-writer.ts', import.meta.url));

describe('a process killed in the middle of writing', () => {
  it('leaves every turn that it told of, whole, and no half one', async () => {
    const folder = createTemporaryFolder();
    const file = folder.file('intake.db');
    const told = await writeUntilKilled(file, 40);

    const store = await openStore(`file:${file}`);
    const conversation = await store.loadConversation(SYSTEM, 'directline/one');
    const turns = conversation?.version ?? 0;
    assert.ok(turns >= told, `${told} turns were told, ${turns} are there`);
    assert.deepEqual(conversation?.state, { turn: turns });
    assert.equal((await store.listActivities(SYSTEM, 'directline/one', 0, 10_000)).length, turns * 2);
    await store.close();

    const database = new DatabaseSync(file, { readOnly: true });
    assert.equal(database.prepare('pragma integrity_check').get()?.integrity_check, 'ok');
    for (const table of ['requests', 'request_events', 'deliveries']) {
      assert.equal(database.prepare(`select count(*) as rows from ${table}`).get()?.rows, turns, table);
    }
    database.close();
    folder.remove();
  });
});

/** The highest number that the child told before it was killed, some statements after the one waited for. */
async function writeUntilKilled(file: string, turns: number): Promise<number> {
  const child = spawn(process.execPath, [WRITER, `file:${file}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  let told = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    told = Number(line);
    if (told >= turns) child.kill('SIGKILL');
  }
  await gone;
  return told;
}
