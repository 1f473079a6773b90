import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import fc from 'fast-check';
import { type ConnectorDouble, startConnectorDouble } from '../bot/connector-double.ts';
import { checkContract } from '../support/answer-contract.ts';
import {
  type DistantHostileServer,
  type HostileChat,
  type HostileServer,
  useHostileServer,
  useHostileServerOnPostgres,
} from '../support/hostile-server.ts';
import {
  brokenJson,
  type FieldTexts,
  hostileJson,
  hostileText,
  objectText,
  spoiled,
} from '../support/hostile-values.ts';
import { jsonHeaders, type RawAnswer } from '../support/raw-request.ts';
import { describeOnPostgres } from '../support/store-engines.ts';

/** Every field that the product reads of an activity, and some that it only hands on. */
const ACTIVITY: FieldTexts = {
  type: '"message"',
  id: '"id-of-the-client"',
  timestamp: '"2026-03-02T01:00:00.000Z"',
  localTimestamp: '"2026-03-02T09:00:00.000+08:00"',
  channelId: '"directline"',
  serviceUrl: '"https://directline.example/"',
  from: '{"id":"dl_contoso-admin","name":"Ada"}',
  recipient: '{"id":"bot"}',
  conversation: '{"id":"one"}',
  text: '"您好"',
  locale: '"zh-CN"',
  value: 'null',
  name: '"event"',
  replyToId: '"one|0000001"',
  membersAdded: '[{"id":"dl_contoso-admin"}]',
  attachments: '[{"contentType":"image/png","name":"a.png"}]',
  entities: '[{"type":"mention","text":"x","mentioned":{"id":"bot"}}]',
  channelData: '{"clientActivityID":"one"}',
  suggestedActions: '{"actions":[]}',
};

describe('hostile activities on SQLite', function () {
  this.timeout(120_000);
  attack(useHostileServer(), 1);
});

describeOnPostgres('hostile activities', (postgres) => {
  // What is read before anything is stored is the same code: what differs is what the engine takes.
  // Within, so that the product is looked at and stopped before its database is.
  describe('with a fifth of the runs', () => attack(useHostileServerOnPostgres(postgres), 0.2));
});

/** The longest id that is taken, of characters in no order, which no database can make shorter. */
function longId(name: string, first: number, many: number): string {
  const characters = Array.from({ length: 400 }, (_, at) => {
    const number = Number.parseInt(hash('sha256', `${name} ${at}`).slice(0, 8), 16);
    return String.fromCodePoint(first + (number % many));
  });
  return characters.join('');
}

/** @param share how much of the fuzz is run */
function attack(server: () => HostileServer | DistantHostileServer, share: number): void {
  const runs = (many: number) => Math.ceil(many * share);

  /** Whatever the answer: the contract is kept, and what was refused left no trace. */
  async function refusesCleanly(send: () => Promise<RawAnswer>, asked: string): Promise<number> {
    const before = await server().stored();
    const answer = await send();
    if (checkContract(answer, asked) !== null) assert.equal(await server().stored(), before, asked.slice(0, 400));
    return answer.status;
  }

  describe('posted to Direct Line', () => {
    let chat: HostileChat;
    before(async () => {
      chat = await server().openChat();
    });

    const post = (body: string | Buffer) => refusesCleanly(() => chat.post(body), body.toString());

    for (const field of Object.keys(ACTIVITY)) {
      it(`in ${field} are answered or refused, and the next message is answered`, async () => {
        const property = fc.asyncProperty(hostileJson, async (value) => {
          await post(objectText(Object.entries({ ...ACTIVITY, [field]: value })));
        });
        await fc.assert(property, { numRuns: runs(15), seed: 1 });
        await chat.ask('您好');
      });
    }

    it('in several fields at once are answered or refused, each followed by one that is answered', async () => {
      const statuses = new Set<number>();
      const property = fc.asyncProperty(spoiled(ACTIVITY), async (body) => {
        statuses.add(await post(body));
        await chat.ask('您好');
      });
      await fc.assert(property, { numRuns: runs(80), seed: 2 });
      assert.ok(statuses.has(200) && statuses.has(400), `one-sided: ${[...statuses]}`);
    });

    it('that are no object or no JSON are refused with 400', async () => {
      const property = fc.asyncProperty(
        fc.oneof(brokenJson, fc.constantFrom('[]', '1', 'null', '"text"')),
        async (body) => {
          assert.equal(await post(body), 400);
        },
      );
      await fc.assert(property, { numRuns: runs(40), seed: 3 });
      await chat.ask('您好');
    });

    it('cost the time of few messages, also as the most expensive body that fits', async () => {
      const list = `[${'"pw=a",'.repeat(36_000)}0]`;
      const shapes = [
        list,
        `[${'0,'.repeat(120_000)}0]`,
        `{${Array.from({ length: 20_000 }, (_, at) => `"k${at}":1`).join(',')}}`,
      ];
      const before = await server().processorSeconds();
      for (const value of shapes) await post(objectText(Object.entries({ ...ACTIVITY, value })));
      for (const text of ['密码是', ' ', '1 ', 'Bearer a1 ', '长'])
        await post(
          objectText(Object.entries({ ...ACTIVITY, text: JSON.stringify(text.repeat(70_000 / text.length)) })),
        );
      const seconds = (await server().processorSeconds()) - before;
      assert.ok(seconds < 3, `${seconds} s of processor time for 8 messages`);
    });

    it('do not open a conversation either', async () => {
      const property = fc.asyncProperty(
        fc.oneof(spoiled({ locale: '"zh-CN"', user: '{"id":"a"}' }), hostileJson),
        async (body) => {
          const { client, process } = server();
          const path = '/v3/directline/conversations';
          const send = () =>
            client.send({ method: 'POST', path, headers: jsonHeaders(process.directLineSecret), body });
          await refusesCleanly(send, body);
        },
      );
      await fc.assert(property, { numRuns: runs(60), seed: 4 });
    });
  });

  describe('posted by a Bot Framework channel', () => {
    let connector: ConnectorDouble;
    before(async () => {
      connector = await startConnectorDouble();
    });
    after(() => connector.close());

    const post = (body: string | Buffer) =>
      refusesCleanly(
        () => server().client.send({ method: 'POST', path: '/api/messages', headers: jsonHeaders(), body }),
        body.toString(),
      );
    const activity = (): FieldTexts => ({
      ...ACTIVITY,
      id: JSON.stringify(crypto.randomUUID()),
      channelId: '"webchat"',
      serviceUrl: JSON.stringify(connector.serviceUrl),
    });

    async function isAnswered(): Promise<void> {
      connector.delivered.length = 0;
      assert.equal(await post(objectText(Object.entries(activity()))), 200);
      assert.ok(connector.delivered.length > 0, 'the connector got no reply');
    }

    it('in several fields at once are answered or refused, each followed by one that is answered', async () => {
      const property = fc.asyncProperty(spoiled(ACTIVITY), async (body) => {
        const { channelId, serviceUrl } = activity();
        // Two fields of the same name: the later one counts, and these two have to be right to get any further.
        await post(
          `${body.slice(0, -1)}${body === '{}' ? '' : ','}"channelId":${channelId},"serviceUrl":${serviceUrl}}`,
        );
        await isAnswered();
      });
      await fc.assert(property, { numRuns: runs(80), seed: 5 });
    });

    it('in ids and addresses are refused or answered, and what is stored stays whole', async () => {
      const ids = { id: '"a"', name: '"n"', aadObjectId: '"o"', role: '"user"', tenantId: '"t"', isGroup: 'false' };
      const places = ['from', 'recipient', 'conversation', 'id', 'replyToId', 'channelId', 'serviceUrl'];
      const value = fc.oneof(
        spoiled(ids),
        hostileText.map((text) => JSON.stringify(text)),
      );
      const property = fc.asyncProperty(fc.constantFrom(...places), value, async (place, json) => {
        await post(objectText(Object.entries({ ...activity(), [place]: json })));
      });
      await fc.assert(property, { numRuns: runs(150), seed: 6 });
      await isAnswered();
    });

    it('of a group whose ids are as long as any may be are answered, each a single time', async () => {
      const fields = {
        ...activity(),
        from: JSON.stringify({ id: longId('person', 0x4e00, 20_000) }),
        conversation: JSON.stringify({ id: longId('group', 0xa1, 94), isGroup: true }),
        id: JSON.stringify(longId('message', 0x4e00, 20_000)),
      };
      connector.delivered.length = 0;
      assert.equal(await post(objectText(Object.entries(fields))), 200);
      const shown = connector.delivered.length;
      const stored = await server().stored();
      assert.ok(shown > 0);
      assert.equal(await post(objectText(Object.entries(fields))), 200);
      assert.deepEqual([connector.delivered.length, await server().stored()], [shown, stored]);
    });

    it('as invokes are refused or answered', async () => {
      const action = { verb: '"intake.start"', data: '{"draftId":"x"}', type: '"Action.Execute"' };
      const property = fc.asyncProperty(spoiled(action), hostileJson, fc.boolean(), async (spoilt, other, nested) => {
        const value = nested ? `{"action":${spoilt}}` : other;
        const fields = { ...activity(), type: '"invoke"', name: '"adaptiveCard/action"', value };
        await post(objectText(Object.entries(fields)));
      });
      await fc.assert(property, { numRuns: runs(60), seed: 7 });
      await isAnswered();
    });

    it('that are no JSON are refused with 400', async () => {
      const property = fc.asyncProperty(brokenJson, async (body) => assert.equal(await post(body), 400));
      await fc.assert(property, { numRuns: runs(15), seed: 8 });
    });
  });
}
