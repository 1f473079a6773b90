import assert from 'node:assert/strict';
import { converse } from '../../dialogs/conversation.ts';
import { conversationStateSchema } from '../../dialogs/state.ts';
import type { KeptFile } from '../../src/domain/attachment.ts';
import type { IncomingTurn } from '../../src/domain/incoming-turn.ts';
import type { Person } from '../../src/domain/person.ts';
import type { Store } from '../../src/domain/ports.ts';
import { createFileKeeper } from '../../src/files/file-keeper.ts';
import { splitFiles } from '../../src/services/turn-files.ts';
import { contosoAdmin, countingIds, rememberingLog, standingClock } from '../support/desk-parts.ts';
import { createTurnBench, directLineTurn } from '../support/desk-turns.ts';
import { SAMPLE_FILES } from '../support/sample-files.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const SYSTEM = { system: 'turn' } as const;
const PNG = `data:image/png;base64,${SAMPLE_FILES.png.toString('base64')}`;

describe('a turn with files', () => {
  let temporary: TemporaryStore;
  let store: Store;
  beforeEach(async () => {
    temporary = await openTemporaryStore();
    store = temporary.store;
  });
  afterEach(() => temporary.remove());

  function bench() {
    const parts = { clock: standingClock(), ids: countingIds(500), log: rememberingLog() };
    return createTurnBench(store, { converse, files: createFileKeeper({ store, ...parts }) });
  }

  let blobs = 0;
  /** The same for another person, counting what is stored. */
  function benchOf(person: Person | null) {
    const parts = { clock: standingClock(), ids: countingIds(500), log: rememberingLog() };
    blobs = 0;
    const keepBlob: Store['keepBlob'] = (...blob) => {
      blobs += 1;
      return store.keepBlob(...blob);
    };
    const files = createFileKeeper({ store: { keepBlob }, ...parts });
    return createTurnBench(store, { converse, files, ids: countingIds(7000), directory: { find: async () => person } });
  }

  const turn = (text: string, changes: Partial<IncomingTurn> = {}) => directLineTurn(text, changes);

  async function draftFiles(): Promise<readonly KeptFile[]> {
    const stored = await store.loadConversation(SYSTEM, 'directline/one');
    return conversationStateSchema.parse(stored?.state).draft?.attachments ?? [];
  }

  async function wholeLog(): Promise<string> {
    return JSON.stringify(await store.listActivities(SYSTEM, 'directline/one', 0, 100));
  }

  it('keeps those inside the activity for the tenant, and logs names and ids without what is in them', async () => {
    const activity = {
      ...turn('邮件发不出去').activity,
      attachments: [
        { contentType: 'image/png', name: '截图.png', contentUrl: PNG, thumbnailUrl: PNG },
        { contentType: 'application/vnd.microsoft.card.hero', content: { title: 'a card stays' } },
      ],
    };
    await bench().take(turn('', { activity }));
    const [file] = await draftFiles();
    assert.equal(file?.name, '截图.png');
    const stored = await store.attachmentById({ tenant: 'contoso-cn' }, file?.id ?? '');
    assert.equal(stored?.conversationId, 'directline/one');
    assert.ok(await store.readBlob({ tenant: 'contoso-cn' }, 'tenant:contoso-cn', file?.sha256 ?? ''));
    const log = await wholeLog();
    assert.ok(!log.includes('base64') && log.includes(file?.id ?? '?') && log.includes('a card stays'));
  });

  it('fetches nothing from an address, and says so', async () => {
    const activity = {
      ...turn('').activity,
      attachments: [
        { contentType: 'image/png', name: 'a.png', contentUrl: 'http://169.254.169.254/latest/meta-data' },
        {
          contentType: 'application/vnd.microsoft.teams.file.download.info',
          name: 'b.log',
          content: { downloadUrl: 'https://contoso.sharepoint.example/b.log' },
        },
      ],
    };
    await bench().take(turn('', { activity }));
    assert.deepEqual(await draftFiles(), []);
    const log = await wholeLog();
    assert.match(log, /取不到 a\.png、b\.log/);
    assert.ok(!log.includes('169.254') && !log.includes('downloadUrl'));
  });

  it('that is repeated by its channel keeps its files once', async () => {
    const { take } = bench();
    const again = turn('邮件发不出去', {
      dedupeKey: 'k1',
      sentFiles: [{ name: 'a.png', bytes: SAMPLE_FILES.png }],
    });
    await take(again);
    assert.equal((await take(again)).duplicate, true);
    assert.equal((await draftFiles()).length, 1);
  });

  it('of a person whom nobody knows keeps none of them', async () => {
    const who = { userId: 'visitor:1', aadObjectId: null, tenantId: null };
    await bench().take(turn('', { who, sentFiles: [{ name: 'a.png', bytes: SAMPLE_FILES.png }] }));
    assert.deepEqual(await draftFiles(), []);
    assert.match(await wholeLog(), /只能随服务请求一起转交/);
  });

  const admin = contosoAdmin();
  const people: Readonly<Record<string, readonly [Person | null, boolean]>> = {
    'whom nobody knows': [null, false],
    'without a role': [{ ...admin, roles: [] }, false],
    'whose organisation bought from a partner': [
      { ...admin, tenant: { ...admin.tenant, operator: 'microsoft', purchase: 'partner' } },
      false,
    ],
    'whose roles could not be looked up': [{ ...admin, roles: [], identity: 'not-checked' }, true],
    'who is an admin': [admin, true],
  };
  for (const [name, [person, isStored]] of Object.entries(people)) {
    it(`of somebody ${name} ${isStored ? 'has its bytes stored' : 'stores nothing of them'}`, async () => {
      await benchOf(person).take(turn('', { sentFiles: [{ name: 'a.png', bytes: SAMPLE_FILES.png }] }));
      assert.equal(blobs, isStored ? 1 : 0);
      assert.match(await wholeLog(), /"name":"a\.png"/);
    });
  }
  it('keeps those beside a pressed button as well, and says so', async () => {
    const { take } = bench();
    await take(turn('邮件发不出去'));
    const value = { verb: 'no.such.button' };
    const activity = { ...turn('').activity, text: undefined, value };
    await take(turn('', { activity, sentFiles: [{ name: 'a.png', bytes: SAMPLE_FILES.png }] }));
    assert.deepEqual(
      (await draftFiles()).map(({ name }) => name),
      ['a.png'],
    );
    assert.match(await wholeLog(), /a\.png.*收到/s);
  });

  it('while staff answer keeps them with the conversation', async () => {
    const { take } = bench();
    await take(turn('邮件发不出去'));
    const stored = await store.loadConversation(SYSTEM, 'directline/one');
    assert.ok(stored);
    await store.commitTurn(SYSTEM, {
      conversation: { ...stored, owner: 'staff' },
      activities: [],
      requests: [],
      deliveries: [],
    });
    // Not even an admin: staff may have asked a colleague of theirs for it.
    await benchOf(null).take(turn('看这个', { sentFiles: [{ name: 'a.png', bytes: SAMPLE_FILES.png }] }));
    const id = (await wholeLog()).match(/"contentType":"image\/png","name":"a\.png","id":"([-\w]+)"/)?.[1];
    assert.ok(id && (await store.attachmentById(SYSTEM, id)));
  });
});

describe('files inside an activity', () => {
  const split = (contentUrl: unknown, more: object = {}) =>
    splitFiles({
      activity: {
        type: 'message',
        value: undefined,
        channelData: undefined,
        attachments: [{ contentType: 'text/plain', contentUrl, ...more }],
      },
    });

  it('are read from a data URI with and without base64', () => {
    assert.deepEqual(split('data:text/plain,a%20b').sent, [{ name: null, bytes: Buffer.from('a b') }]);
    assert.deepEqual(split('data:;base64,eHk=').sent, [{ name: null, bytes: Buffer.from('xy') }]);
    assert.deepEqual(split('data:,100%').sent, [{ name: null, bytes: Buffer.from('100%') }]);
  });

  it('that are too long are not decoded', () => {
    assert.deepEqual(split(`data:,${'a'.repeat(15_000_000)}`).sent, [{ name: null, problem: 'tooLarge' }]);
  });

  it('lose a password in their name', () => {
    const [file] = split('data:,x', { name: 'password=Passw0rd!2026.log' }).sent;
    assert.doesNotMatch(file?.name ?? '', /Passw0rd/);
  });

  it('without an address are no files: Teams adds its words as HTML to each message', () => {
    const { activity, sent } = split(undefined, { content: '<p>hi</p>' });
    assert.deepEqual([sent, activity.attachments?.length], [[], 1]);
  });
});
