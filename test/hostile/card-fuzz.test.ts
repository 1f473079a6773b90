import assert from 'node:assert/strict';
import fc from 'fast-check';
import { z } from 'zod';
import { checkContract } from '../support/answer-contract.ts';
import { type HostileChat, type Said, useHostileServer } from '../support/hostile-server.ts';
import { type FieldTexts, hostileJson, hostileText, objectText, spoiled } from '../support/hostile-values.ts';
import { jsonHeaders } from '../support/raw-request.ts';
import { press } from '../support/transcript-play.ts';

const VERBS = [
  'intake.start',
  'intake.submit',
  'intake.confirm',
  'intake.edit',
  'intake.cancel',
  'selfhelp.solved',
  'selfhelp.notSolved',
  'selfhelp.showAnother',
  'health.follow',
  'health.other',
  'survey.rate',
];

/** A form that could be filed, as the card sends it. */
const FORM: FieldTexts = {
  description: '"全公司都收不到外部邮件"',
  product: '"exchange-online"',
  topic: '"exchange.mail-flow"',
  serviceState: '"unavailable"',
  affected: '"organization"',
  deadlineAtRisk: '"false"',
  workaround: '"false"',
  impactStatement: '"每小时损失约二十个订单，仓库已经停止发货。"',
  resourcesCommitted: '"true"',
  contactName: '"Contoso 管理员"',
  contactPhone: '"+86 10 5555 0100"',
  contactEmail: '"admin@contoso.example"',
  preferredContact: '"phone"',
  contactLanguage: '"zh-CN"',
  consent: '"true"',
};

const PROBLEM = '从今天早上开始，全公司都收不到外部邮件。';
const REFERENCE = /SR-\d{8}-\d{4,}/;

describe('hostile card data', function () {
  this.timeout(120_000);
  const server = useHostileServer();

  const requestsOf = () => z.object({ requests: z.number() }).parse(JSON.parse(server().stored())).requests;
  const cards = (said: readonly Said[]) => said.flatMap(({ attachments }) => attachments.map(({ content }) => content));

  /** A conversation in which the form of a draft is open. */
  async function openForm(): Promise<{ chat: HostileChat; draftId: string }> {
    const chat = await server().openChat();
    const articles = cards(await chat.ask(PROBLEM));
    const form = cards(await chat.ask(press(articles, 'intake.start', '')));
    const { draftId } = z.object({ draftId: z.uuid() }).parse(press(form, 'intake.submit', ''));
    return { chat, draftId };
  }

  async function send(chat: HostileChat, value: string, asText = false): Promise<void> {
    const json = asText ? JSON.stringify(value) : value;
    const answer = await chat.post(`{"type":"message","from":{"id":"x"},"value":${json}}`);
    checkContract(answer, value);
  }

  /** The conversation still leads to a request, and to one only. */
  async function isFiledAfterwards({ chat, draftId }: { chat: HostileChat; draftId: string }): Promise<string> {
    const form = Object.fromEntries(Object.entries(FORM).map(([name, json]) => [name, JSON.parse(json)]));
    const review = cards(await chat.ask({ verb: 'intake.submit', draftId, ...form }));
    const receipt = await chat.ask(press(review, 'intake.confirm', ''));
    const reference = REFERENCE.exec(receipt.map(({ text }) => text).join())?.[0];
    assert.ok(reference, JSON.stringify(receipt).slice(0, 500));
    return reference;
  }

  it('in a field of the form are refused by name, never filed, and the form can be filed afterwards', async () => {
    const open = await openForm();
    const before = requestsOf();
    const property = fc.asyncProperty(fc.constantFrom(...Object.keys(FORM)), hostileJson, async (field, json) => {
      const fields = { ...FORM, verb: '"intake.submit"', draftId: JSON.stringify(open.draftId), [field]: json };
      await send(open.chat, objectText(Object.entries(fields)));
    });
    await fc.assert(property, { numRuns: 100, seed: 21 });
    assert.equal(requestsOf(), before);
    await isFiledAfterwards(open);
    assert.equal(requestsOf(), before + 1);
  });

  it('in several fields at once, as an object or as JSON text, are taken as an answer or not at all', async () => {
    const open = await openForm();
    const before = requestsOf();
    const valid = { ...FORM, verb: '"intake.submit"', draftId: JSON.stringify(open.draftId) };
    const property = fc.asyncProperty(spoiled(valid), fc.boolean(), (value, asText) => send(open.chat, value, asText));
    await fc.assert(property, { numRuns: 60, seed: 22 });
    assert.equal(requestsOf(), before);
    await isFiledAfterwards(open);
  });

  for (const verb of VERBS) {
    it(`of ${verb} file nothing, whatever comes with it`, async () => {
      const { chat, draftId } = await openForm();
      const before = requestsOf();
      const id = fc.oneof(
        fc.constant(JSON.stringify(draftId)),
        fc.constant(JSON.stringify(crypto.randomUUID())),
        hostileJson,
      );
      const property = fc.asyncProperty(id, spoiled(FORM), async (json, fields) => {
        const comma = fields === '{}' ? '' : ',';
        await send(chat, `{"verb":"${verb}","draftId":${json}${comma}${fields.slice(1)}`);
      });
      await fc.assert(property, { numRuns: 10, seed: 23 });
      assert.equal(requestsOf(), before);
      assert.ok((await chat.ask(PROBLEM)).length > 0);
    });
  }

  it('of a verb that is none are answered', async () => {
    const { chat, draftId } = await openForm();
    const verb = fc.oneof(
      hostileText.map((text) => JSON.stringify(text)),
      hostileJson,
    );
    const property = fc.asyncProperty(verb, async (json) => {
      await send(chat, `{"verb":${json},"draftId":"${draftId}"}`);
    });
    await fc.assert(property, { numRuns: 80, seed: 24 });
    await chat.ask('您好');
  });

  it('of another person or tenant open nothing of theirs', async () => {
    const open = await openForm();
    const reference = await isFiledAfterwards(open);
    const stranger = await server().openChat('dl_northwind-admin');
    for (const verb of VERBS) {
      const said = await stranger.ask({ verb, draftId: open.draftId, reference });
      assert.doesNotMatch(JSON.stringify(said), REFERENCE, verb);
    }
    assert.doesNotMatch(JSON.stringify(await stranger.ask(reference)), /Contoso|\+86/);
  });

  it('leave a transcript that staff can read, without a secret that stood in it', async () => {
    const open = await openForm();
    const secret = 'Hunter2-of-the-fuzz';
    const password = JSON.stringify(`密码是 ${secret}`);
    for (const field of [...Object.keys(FORM), 'password', 'unknown', 'note'])
      await send(
        open.chat,
        objectText([
          ...Object.entries(FORM),
          ['verb', '"intake.submit"'],
          ['draftId', JSON.stringify(open.draftId)],
          [field, password],
        ]),
      );
    const reference = await isFiledAfterwards(open);
    const { client, process } = server();
    const headers = jsonHeaders(process.staffApiKey);
    for (const path of ['', '/transcript']) {
      const answer = await client.send({ path: `/api/staff/requests/${reference}${path}`, headers });
      assert.equal(answer.status, 200, answer.body);
      assert.doesNotMatch(answer.body, new RegExp(secret));
    }
  });
});
