import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkContract } from '../support/answer-contract.ts';
import { useHostileServer } from '../support/hostile-server.ts';
import {
  brokenJson,
  type FieldTexts,
  hostileAddressPart,
  hostileJson,
  hostileText,
  objectText,
  spoiled,
} from '../support/hostile-values.ts';
import { jsonHeaders, type RawAnswer } from '../support/raw-request.ts';

const FACTS: FieldTexts = {
  serviceState: '"unavailable"',
  affected: '"organization"',
  deadlineAtRisk: 'false',
  workaround: 'false',
};
const COMMITMENTS: FieldTexts = { impactStatement: 'true', resources: 'true' };
const ASSESS: FieldTexts = {
  operator: '"21vianet"',
  kind: '"technical"',
  premiumAgreement: 'true',
  facts: objectText(Object.entries(FACTS)),
  commitments: objectText(Object.entries(COMMITMENTS)),
  openedAt: '"2026-02-13T10:00:00.000Z"',
};

describe('hostile callers of the staff API', function () {
  this.timeout(120_000);
  const server = useHostileServer();
  const headers = () => jsonHeaders(server().process.staffApiKey);

  async function post(route: string, body: string | Buffer): Promise<RawAnswer> {
    const path = `/api/staff/${route}`;
    const answer = await server().client.send({ method: 'POST', path, headers: headers(), body });
    checkContract(answer, `${route} ${body.toString()}`);
    return answer;
  }

  async function get(route: string): Promise<RawAnswer> {
    const answer = await server().client.send({ path: `/api/staff/${route}`, headers: headers() });
    checkContract(answer, route);
    return answer;
  }

  it('assess valid facts, as a measure for what follows', async () => {
    assert.equal((await post('assess', objectText(Object.entries(ASSESS)))).status, 200);
    assert.equal((await post('understand', '{"texts":["您好"],"locale":"zh-CN"}')).status, 200);
  });

  for (const field of Object.keys(ASSESS)) {
    it(`are answered or refused by assess, whatever ${field} holds`, async () => {
      const property = fc.asyncProperty(hostileJson, async (json) => {
        await post('assess', objectText(Object.entries({ ...ASSESS, [field]: json })));
      });
      await fc.assert(property, { numRuns: 25, seed: 41 });
    });
  }

  it('are answered or refused by assess, whatever the facts and commitments hold', async () => {
    const property = fc.asyncProperty(
      spoiled(FACTS),
      spoiled(COMMITMENTS),
      fc.boolean(),
      async (facts, commitments, both) => {
        await post('assess', objectText(Object.entries({ ...ASSESS, facts, ...(both && { commitments }) })));
      },
    );
    await fc.assert(property, { numRuns: 100, seed: 42 });
  });

  it('are told a due date for any moment that a calendar knows, quickly', async () => {
    const moment = fc.date({ min: new Date('1990-01-01'), max: new Date('2110-01-01'), noInvalidDate: true });
    const offset = fc.constantFrom('Z', '+14:00', '-12:00', '+00:00', '+05:45');
    const kind = fc.constantFrom('technical', 'billing', 'presales');
    const before = await server().processorSeconds();
    const property = fc.asyncProperty(moment, offset, kind, async (date, zone, named) => {
      const openedAt = JSON.stringify(date.toISOString().replace('Z', zone));
      const { status } = await post('assess', objectText(Object.entries({ ...ASSESS, openedAt, kind: `"${named}"` })));
      assert.ok(status === 200 || status === 400);
    });
    await fc.assert(property, { numRuns: 100, seed: 43 });
    assert.ok((await server().processorSeconds()) - before < 3);
  });

  it('are answered or refused by understand', async () => {
    const texts = fc.array(
      fc.oneof(
        hostileJson,
        hostileText.map((text) => JSON.stringify(text)),
      ),
      { maxLength: 3 },
    );
    const body = fc.oneof(
      spoiled({ texts: '["您好"]', locale: '"zh-CN"' }),
      fc
        .tuple(texts, fc.option(hostileJson))
        .map(([list, locale]) => `{"texts":[${list}]${locale === null ? '' : `,"locale":${locale}`}}`),
    );
    const property = fc.asyncProperty(body, async (json) => {
      await post('understand', json);
    });
    await fc.assert(property, { numRuns: 80, seed: 44 });
  });

  it('cannot make understand compute for long', async () => {
    const before = await server().processorSeconds();
    const units = ['1 ', '密码是', '从今天', 'since the last ', '错误', 'a@a.', '(1', '+86 1', '\u0301', '全公司不'];
    const texts = units.map((unit) => unit.repeat(20_000 / unit.length).slice(0, 20_000));
    assert.equal((await post('understand', JSON.stringify({ texts: texts.slice(0, 5) }))).status, 200);
    assert.equal((await post('understand', JSON.stringify({ texts: texts.slice(5) }))).status, 200);
    assert.ok((await server().processorSeconds()) - before < 3);
  });

  it('are refused by both with 400 for what is no object or no JSON', async () => {
    const body = fc.oneof(brokenJson, fc.constantFrom('[]', '1', 'null', '"text"', ''));
    const property = fc.asyncProperty(fc.constantFrom('assess', 'understand'), body, async (route, json) => {
      assert.equal((await post(route, json)).status, 400);
    });
    await fc.assert(property, { numRuns: 40, seed: 45 });
  });

  it('get a list or a refusal for any query', async () => {
    const odd = [
      'status',
      'severity',
      'cursor',
      'limit',
      '__proto__',
      'status[]',
      'a[b][c]',
      'cursor[0]',
      'limit[__proto__]',
      'constructor[prototype][x]',
    ];
    const name = fc.oneof(fc.constantFrom(...odd), hostileAddressPart);
    const value = fc.oneof(
      hostileAddressPart,
      fc.constantFrom('1e309', '-0', '0x10', '%ff', '%00', '9'.repeat(400), 'A', 'new', 'WyJhIl0'),
    );
    const property = fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 4 }), async (pairs) => {
      await get(`requests?${pairs.map((pair) => pair.join('=')).join('&')}`);
    });
    await fc.assert(property, { numRuns: 200, seed: 46 });
    assert.equal((await get(`requests?${'a[b]'.repeat(1500)}=1`)).status, 400);
    assert.equal((await get(`requests?limit=1${'&status=new'.repeat(1000)}`)).status, 400);
  });

  it('get nothing for a reference that is none', async () => {
    const property = fc.asyncProperty(hostileAddressPart, fc.constantFrom('', '/transcript'), async (part, more) => {
      const { status } = await get(`requests/${part}${more}`);
      assert.ok(status >= 400 || part === '', String(status));
    });
    await fc.assert(property, { numRuns: 100, seed: 47 });
  });

  it('change nothing', async () => {
    const before = server().stored();
    for (const method of ['PUT', 'PATCH', 'DELETE', 'POST']) {
      const answer = await server().client.send({
        method,
        path: '/api/staff/requests',
        headers: headers(),
        body: '{}',
      });
      checkContract(answer, method);
      assert.equal(answer.status, 405);
    }
    assert.equal(server().stored(), before);
  });
});
