import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import type { Store } from '../../src/domain/ports.ts';
import { describeOnEveryEngine, type TestDatabase } from '../support/store-engines.ts';
import { sampleAttachment, sampleBlob, sampleConversation, sampleTurn, uuid } from '../support/store-samples.ts';

const SYSTEM = { system: 'turn' } as const;
const LATER = '2026-03-03T01:00:00.000Z';

describeOnEveryEngine('files of conversations', (engine) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await engine.createDatabase();
    ({ store } = await database.open());
  });
  afterEach(() => database.remove());

  const read = async (owner: string, sha256: string) => {
    const parts = await store.readBlob(SYSTEM, owner, sha256);
    return parts === null ? null : buffer(parts);
  };

  it('come back byte by byte, in pieces that each row can hold', async () => {
    const bytes = Buffer.from(Array.from({ length: 700_001 }, (_, at) => (at * 7) % 256));
    const blob = sampleBlob(bytes);
    await store.keepBlob(SYSTEM, blob);
    assert.deepEqual(await read(blob.owner, blob.sha256), bytes);
    const sizes: number[] = [];
    for await (const part of (await store.readBlob(SYSTEM, blob.owner, blob.sha256)) ?? []) sizes.push(part.length);
    assert.deepEqual(sizes, [262_144, 262_144, 175_713]);
  });

  it('are stored once for a tenant, and once more for another', async () => {
    const blob = sampleBlob(Buffer.from('the same screenshot'));
    await Promise.all([store.keepBlob(SYSTEM, blob), store.keepBlob(SYSTEM, blob)]);
    await store.keepBlob(SYSTEM, { ...blob, owner: 'tenant:fabrikam' });
    await database.change(`delete from attachment_parts where owner = 'tenant:fabrikam'`);
    assert.deepEqual(await read(blob.owner, blob.sha256), blob.bytes);
    assert.equal((await read('tenant:fabrikam', blob.sha256))?.length, 0);
  });

  it('cannot be referred to before their bytes are there: nothing of the turn is written', async () => {
    const attachments = [sampleAttachment(sampleBlob(Buffer.from('never stored')))];
    await assert.rejects(store.commitTurn(SYSTEM, { ...sampleTurn(), attachments }));
    assert.equal(await store.loadConversation(SYSTEM, 'directline/one'), null);
  });

  it('cannot be written into another conversation than that of the turn', async () => {
    const blob = sampleBlob(Buffer.from('x'));
    await store.keepBlob(SYSTEM, blob);
    const attachments = [sampleAttachment(blob, { conversationId: 'directline/two' })];
    await assert.rejects(store.commitTurn(SYSTEM, { ...sampleTurn(), attachments }), { code: 'PolicyViolation' });
  });

  it('that were left half stored by a crash are not shown, and are stored whole the next time', async () => {
    const blob = sampleBlob(Buffer.alloc(300_000, 1));
    await store.keepBlob(SYSTEM, blob);
    await database.change('update attachment_blobs set is_complete = 0; delete from attachment_parts where part = 1');
    assert.equal(await read(blob.owner, blob.sha256), null);
    await store.keepBlob(SYSTEM, blob);
    assert.deepEqual(await read(blob.owner, blob.sha256), blob.bytes);
  });

  it('are forgotten after their time where no message refers to them, and stay where one does', async () => {
    const [used, unused, fresh] = ['used', 'unused', 'fresh'].map((words) => sampleBlob(Buffer.from(words)));
    assert.ok(used && unused && fresh);
    for (const blob of [used, unused, { ...fresh, keptAt: LATER }]) await store.keepBlob(SYSTEM, blob);
    await store.commitTurn(SYSTEM, { ...sampleTurn(), attachments: [sampleAttachment(used)] });
    assert.equal(await store.forgetBlobs(SYSTEM, LATER), 1);
    assert.equal(await read(unused.owner, unused.sha256), null);
    assert.deepEqual(await read(used.owner, used.sha256), used.bytes);
    assert.deepEqual(await read(fresh.owner, fresh.sha256), fresh.bytes);
    assert.equal(await store.forgetBlobs(SYSTEM, LATER), 0);
  });

  it('that are sent again before they are forgotten stay for as long as new ones', async () => {
    const blob = sampleBlob(Buffer.from('again'));
    await store.keepBlob(SYSTEM, blob);
    await store.keepBlob(SYSTEM, { ...blob, keptAt: LATER });
    assert.equal(await store.forgetBlobs(SYSTEM, LATER), 0);
  });

  it('of one name and content are two files with one stored content', async () => {
    const blob = sampleBlob(Buffer.from('twice'));
    await store.keepBlob(SYSTEM, blob);
    const [one, two] = [sampleAttachment(blob), sampleAttachment(blob, { id: uuid(7001) })];
    await store.commitTurn(SYSTEM, { ...sampleTurn({ conversation: sampleConversation() }), attachments: [one, two] });
    assert.deepEqual(await store.attachmentById(SYSTEM, two.id), two);
    assert.equal(await store.attachmentById(SYSTEM, uuid(7002)), null);
  });
});
