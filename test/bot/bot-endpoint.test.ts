import assert from 'node:assert/strict';
import { type BotEndpoint, createBotEndpoint } from '../../src/bot/bot-endpoint.ts';
import { createConnector } from '../../src/bot/connector.ts';
import { IntakeError } from '../../src/domain/errors.ts';
import type { TakeTurn } from '../../src/domain/incoming-turn.ts';
import type { SendResult } from '../../src/domain/outgoing.ts';
import { createLog } from '../../src/log.ts';
import { type ConnectorDouble, startConnectorDouble } from './connector-double.ts';
import { createTurnDouble } from './turn-double.ts';

const DEVELOPMENT = { appId: '', appPassword: '', appType: null, appTenantId: '', cloud: null, proxy: {} };
const log = createLog({ level: 'silent' });

async function post(endpoint: BotEndpoint, body: unknown) {
  const answer: { status: number; body: unknown } = { status: 0, body: undefined };
  await endpoint.handle(
    { body, headers: {} },
    {
      setHeader: (name, value) => Object.assign(answer, { [name]: value }),
      send: (status, content) => Object.assign(answer, { status, body: content }),
    },
  );
  return answer;
}

describe('the endpoint of the Bot Framework, on a developer machine', () => {
  let connector: ConnectorDouble;
  before(async () => {
    connector = await startConnectorDouble();
  });
  after(() => connector.close());
  beforeEach(() => {
    connector.delivered.length = 0;
    connector.failures.length = 0;
  });

  const message = (changes: object = {}) => ({
    type: 'message',
    id: 'activity-1',
    channelId: 'emulator',
    serviceUrl: connector.serviceUrl,
    from: { id: 'dl_contoso-admin', name: 'Somebody' },
    recipient: { id: 'bot', name: 'Bot' },
    conversation: { id: 'conversation-1' },
    text: 'Nobody receives mail',
    locale: 'en-US',
    ...changes,
  });
  const endpointFor = (takeTurn: TakeTurn) =>
    createBotEndpoint({ registration: DEVELOPMENT, connector: createConnector(DEVELOPMENT, log), takeTurn, log });

  it('sends the committed replies to the connector, in order and addressed to the person', async () => {
    const { takeTurn } = createTurnDouble(['First', 'Second']);
    const answer = await post(endpointFor(takeTurn), message());
    assert.deepEqual(answer, { status: 200, body: {} });
    assert.deepEqual(
      connector.delivered.map(({ body }) => body.text),
      ['First', 'Second'],
    );
    assert.equal(connector.delivered[0]?.path, '/v3/conversations/conversation-1/activities/activity-1');
    assert.deepEqual(connector.delivered[0]?.body.recipient, { id: 'dl_contoso-admin', name: 'Somebody' });
    assert.equal(connector.delivered[0]?.body.replyToId, 'activity-1');
  });

  it('hands the turn service the files that lie with the channel, and leaves addresses of others alone', async () => {
    const { takeTurn, turns } = createTurnDouble();
    const own = { contentType: 'image/png', name: 'a.png', contentUrl: `${connector.serviceUrl}/files/a.png` };
    const other = { contentType: 'image/png', name: 'b.png', contentUrl: 'http://127.0.0.1:1/b.png' };
    await post(endpointFor(takeTurn), message({ attachments: [own, other] }));
    assert.deepEqual(
      turns[0]?.sentFiles?.map(({ name }) => name),
      ['a.png'],
    );
    assert.deepEqual(turns[0]?.activity.attachments, [other]);
  });

  it('hands the turn service conversation, person, key of the activity and the way back', async () => {
    const { takeTurn, turns } = createTurnDouble();
    await post(endpointFor(takeTurn), message());
    const [turn] = turns;
    assert.equal(turn?.channel, 'emulator');
    assert.equal(turn?.conversationId, 'emulator/conversation-1');
    assert.equal(turn?.dedupeKey, 'emulator/activity-1');
    assert.deepEqual(turn?.who, { userId: 'dl_contoso-admin', aadObjectId: null, tenantId: null });
    assert.equal(turn?.activity.text, 'Nobody receives mail');
    assert.deepEqual(turn?.reference, {
      activityId: 'activity-1',
      user: { id: 'dl_contoso-admin', name: 'Somebody' },
      bot: { id: 'bot', name: 'Bot' },
      conversation: { id: 'conversation-1' },
      channelId: 'emulator',
      locale: 'en-US',
      serviceUrl: connector.serviceUrl,
    });
  });

  it('sends a repeated activity nothing twice', async () => {
    const endpoint = endpointFor(createTurnDouble().takeTurn);
    const answers = [await post(endpoint, message()), await post(endpoint, message())];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    assert.equal(connector.delivered.length, 1);
  });

  it('has no key for an activity without an id', async () => {
    const { takeTurn, turns } = createTurnDouble();
    await post(endpointFor(takeTurn), message({ id: undefined }));
    assert.equal(turns[0]?.dedupeKey, null);
  });

  it('delivers cards and suggested actions as they were committed', async () => {
    const card = {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { type: 'AdaptiveCard', body: [] },
    };
    const takeTurn: TakeTurn = async ({ conversationId, publish }) => {
      const suggestedActions = { actions: [{ type: 'imBack', title: 'Yes', value: 'yes' }], to: [] };
      const activity = {
        type: 'message',
        text: 'Look',
        value: undefined,
        channelData: { a: 1 },
        attachments: [card],
        suggestedActions,
      };
      const createdAt = '2026-03-02T01:00:00.000Z';
      await publish([{ conversationId, seq: 2, direction: 'outgoing', dedupeKey: null, activity, createdAt }]);
      return { activityId: '1', duplicate: false };
    };
    await post(endpointFor(takeTurn), message());
    const [sent] = connector.delivered;
    assert.deepEqual(sent?.body.attachments, [card]);
    assert.deepEqual(sent?.body.suggestedActions, {
      actions: [{ type: 'imBack', title: 'Yes', value: 'yes' }],
      to: [],
    });
    assert.deepEqual(sent?.body.channelData, { a: 1 });
  });

  const malformed: Readonly<Record<string, unknown>> = {
    'no body': undefined,
    'a list': [],
    'a number as type': { type: 5 },
    'an object as text': { text: {} },
    'no conversation': { conversation: undefined },
    'no sender': { from: undefined },
    'a channel with a slash': { channelId: 'a/b' },
    'attachments that are no list': { attachments: 'x' },
  };
  for (const [what, changes] of Object.entries(malformed)) {
    it(`refuses a body with ${what} and says nothing of its inside`, async () => {
      const { takeTurn, turns } = createTurnDouble();
      const body = typeof changes === 'object' && !Array.isArray(changes) ? message({ ...changes }) : changes;
      const answer = await post(endpointFor(takeTurn), body);
      assert.equal(answer.status, 400);
      assert.deepEqual(answer.body, {
        error: {
          code: 'MalformedActivity',
          message:
            'The body is no activity of the Bot Framework. Send one with type, channelId, serviceUrl, from and conversation.',
        },
      });
      assert.equal(turns.length, 0);
    });
  }

  it('refuses to reply to another machine', async () => {
    const { takeTurn, turns } = createTurnDouble();
    const answer = await post(endpointFor(takeTurn), message({ serviceUrl: 'http://attacker.example/' }));
    assert.equal(answer.status, 403);
    assert.equal(turns.length, 0);
  });

  it('takes no turn on what nobody said', async () => {
    const { takeTurn, turns } = createTurnDouble();
    const endpoint = endpointFor(takeTurn);
    for (const type of ['typing', 'messageReaction', 'endOfConversation', 'event']) {
      assert.equal((await post(endpoint, message({ type }))).status, 200, type);
    }
    const botJoined = message({ type: 'conversationUpdate', membersAdded: [{ id: 'bot' }] });
    assert.equal((await post(endpoint, botJoined)).status, 200);
    assert.equal(turns.length, 0);
  });

  it('takes a turn when a person joins', async () => {
    const { takeTurn, turns } = createTurnDouble();
    await post(
      endpointFor(takeTurn),
      message({ type: 'conversationUpdate', membersAdded: [{ id: 'dl_contoso-admin' }] }),
    );
    assert.equal(turns[0]?.activity.type, 'conversationUpdate');
  });

  it("keeps the people of a group apart: a form with somebody's contact is not for the next one who writes", async () => {
    const { takeTurn, turns } = createTurnDouble();
    const conversation = { id: 'group', isGroup: true };
    for (const id of ['dl_contoso-admin', 'dl_northwind-user']) {
      await post(endpointFor(takeTurn), message({ id: `by-${id}`, conversation, from: { id } }));
    }
    assert.equal(new Set(turns.map(({ conversationId }) => conversationId)).size, 2);
    assert.ok(turns.every(({ activity }) => activity.conversation?.id === 'group'));
  });

  it('greets nobody in a group', async () => {
    const { takeTurn, turns } = createTurnDouble();
    const conversation = { id: 'group', isGroup: true };
    const membersAdded = [{ id: 'bot' }, { id: 'somebody' }];
    await post(endpointFor(takeTurn), message({ type: 'conversationUpdate', conversation, membersAdded }));
    assert.equal(turns.length, 0);
  });

  it('treats Action.Execute as the card action it is and answers it with a message', async () => {
    const { takeTurn, turns } = createTurnDouble(['Done']);
    const value = { action: { type: 'Action.Execute', verb: 'intake.confirm', data: { draftId: 'd', verb: 'other' } } };
    const answer = await post(endpointFor(takeTurn), message({ type: 'invoke', name: 'adaptiveCard/action', value }));
    assert.deepEqual(turns[0]?.activity.value, { draftId: 'd', verb: 'intake.confirm' });
    assert.equal(turns[0]?.activity.type, 'message');
    assert.deepEqual(answer, {
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done' },
    });
    assert.equal(connector.delivered.length, 1);
  });

  it('refuses an Action.Execute without a verb and any other invoke', async () => {
    const { takeTurn, turns } = createTurnDouble();
    const endpoint = endpointFor(takeTurn);
    const broken = await post(endpoint, message({ type: 'invoke', name: 'adaptiveCard/action', value: { action: 5 } }));
    const other = await post(endpoint, message({ type: 'invoke', name: 'task/fetch', value: {} }));
    assert.deepEqual([broken.status, other.status], [400, 501]);
    assert.equal(turns.length, 0);
  });

  it('answers a failing turn without its inner text', async () => {
    const takeTurn: TakeTurn = () => Promise.reject(new Error('inner secret'));
    const answer = await post(endpointFor(takeTurn), message());
    assert.equal(answer.status, 500);
    assert.doesNotMatch(JSON.stringify(answer.body), /inner/);
  });

  it('answers with 429 and a time where a conversation or an organisation sends too much', async () => {
    const { takeTurn, turns } = createTurnDouble();
    const asked: unknown[] = [];
    const limited = createBotEndpoint({
      registration: DEVELOPMENT,
      connector: createConnector(DEVELOPMENT, log),
      takeTurn,
      log,
      limit: (...what) => {
        asked.push(what);
        return 7;
      },
    });
    const answer = await post(limited, message({ channelId: 'msteams', conversation: { id: 'c', tenantId: 't' } }));
    assert.deepEqual(answer, {
      status: 429,
      body: { error: { code: 'TooManyRequests', message: 'Too many messages. Try again in 7 s.' } },
      'Retry-After': '7',
    });
    assert.deepEqual([asked, turns.length], [[['msteams/c', 't']], 0]);
  });

  it('tells a channel to come back where the turn cannot be taken, and what is wrong where its fields are', async () => {
    const failing = (code: 'Unavailable' | 'InvalidInput') => () => Promise.reject(new IntakeError(code, 'words'));
    const later = await post(endpointFor(failing('Unavailable')), message());
    assert.deepEqual([later.status, Object.entries(later).at(-1)], [503, ['Retry-After', '5']]);
    assert.equal((await post(endpointFor(failing('InvalidInput')), message())).status, 400);
  });

  it('tells the turn what the connector put off or may have shown, and repeats nothing itself', async () => {
    for (const [failure, result] of [
      [
        { status: 429, retryAfter: '7' },
        { result: 'later', sentSeq: 1, afterMs: 7000, error: 'status-429' },
      ],
      [{ status: 502 }, { result: 'unclear', sentSeq: 2, error: 'status-502' }],
    ] as const) {
      connector.failures.push(failure);
      const results: SendResult[] = [];
      const { takeTurn } = createTurnDouble(['First', 'Second'], results);
      assert.equal((await post(endpointFor(takeTurn), message())).status, 200);
      assert.deepEqual(results, [result]);
    }
    assert.deepEqual(connector.delivered, []);
  });

  it('answers into the response where the channel asks for that', async () => {
    const { takeTurn } = createTurnDouble(['First']);
    const answer = await post(endpointFor(takeTurn), message({ deliveryMode: 'expectReplies' }));
    assert.match(JSON.stringify(answer.body), /"text":"First"/);
    assert.deepEqual(connector.delivered, []);
  });
});
