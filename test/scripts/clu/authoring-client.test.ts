import assert from 'node:assert/strict';
import { type AuthoringCall, createAuthoringClient } from '../../../scripts/clu/authoring-client.ts';
import type { ErrorCode } from '../../../src/domain/errors.ts';
import { isIntakeError } from '../../../src/domain/errors.ts';
import { answerHalf, answerJson, type CluDouble, type CluRespond, startCluDouble } from '../../support/clu-double.ts';

const KEY = 'a-key-that-nobody-may-see';

describe('the client of the authoring API', () => {
  let double: CluDouble;
  let pauses: number[] = [];
  let told: string[] = [];
  before(async () => {
    double = await startCluDouble();
  });
  after(() => double.close());
  beforeEach(() => {
    double.calls.length = 0;
    [pauses, told] = [[], []];
  });

  const client = () =>
    createAuthoringClient(
      { endpoint: double.endpoint, key: KEY, project: 'Intake', deployment: 'production' },
      { pause: async (milliseconds) => void pauses.push(milliseconds), tell: (line) => told.push(line) },
    );
  const call = (more: Partial<AuthoringCall> = {}) =>
    client().call({ method: 'POST', url: client().urlOf(':import'), body: { x: 1 }, repeatable: true, ...more });
  /** Does these one after the other; the last one goes on. */
  const inTurn = (...all: readonly CluRespond[]) => {
    let next = 0;
    double.respond((response, seen) => all[Math.min(next++, all.length - 1)]?.(response, seen));
  };
  const failing = (code: ErrorCode, words: RegExp) => (error: unknown) => {
    assert.ok(isIntakeError(error, code), String(error));
    assert.match(error.message, words);
    assert.ok(!`${error.message} ${told.join()}`.includes(KEY), 'the key is told');
    return true;
  };
  const accepted = answerJson(202, '', { 'operation-location': 'https://x.example/jobs/1' });
  const problem = (status: number, code: string, headers = {}): CluRespond =>
    answerJson(status, JSON.stringify({ error: { code, message: `No, says ${KEY}` } }), headers);

  it('calls the project by the key, in the version that is generally available', async () => {
    double.respond(accepted);
    const answer = await call();
    assert.deepEqual(answer, { status: 202, operationLocation: 'https://x.example/jobs/1', body: null });
    assert.deepEqual(double.calls, [
      {
        method: 'POST',
        url: '/language/authoring/analyze-conversations/projects/Intake/:import?api-version=2023-04-01',
        key: KEY,
        body: '{"x":1}',
      },
    ]);
  });

  it('waits as long as it is asked to, then as long as it thinks fit', async () => {
    inTurn(problem(429, 'TooManyRequests', { 'retry-after': '7' }), problem(503, 'Unavailable'), accepted);
    assert.equal((await call({ repeatable: false })).status, 202);
    assert.deepEqual(pauses, [7_000, 4_000]);
    assert.match(told[0] ?? '', /answered 429; trying again in 7 s \(2 of 6\)/);
  });

  it('never waits longer than a minute at a time, and gives up after six attempts', async () => {
    double.respond(problem(429, 'TooManyRequests', { 'retry-after': '100000' }));
    await assert.rejects(call(), failing('Unavailable', /429.*quota/));
    assert.deepEqual(pauses, Array(5).fill(60_000));
    assert.equal(double.calls.length, 6);
  });

  const passing: readonly (readonly [string, CluRespond])[] = [
    ['a server error', problem(500, 'InternalServerError')],
    ['a gateway error in HTML', answerJson(502, '<html></html>')],
    ['an answer that is no JSON', answerJson(200, '{"status":')],
    ['an answer that is cut in the middle', answerHalf('{"status":"running","jobId":"1"}')],
    ['a cut connection', (response) => response.destroy()],
  ];
  for (const [what, respond] of passing) {
    it(`tries again after ${what} what may be done twice`, async () => {
      inTurn(respond, accepted);
      assert.equal((await call()).status, 202);
      assert.equal(double.calls.length, 2);
    });

    it(`does not try again after ${what} what may have been begun`, async () => {
      inTurn(respond, accepted);
      await assert.rejects(call({ repeatable: false }), failing('Unavailable', /POST \/language/));
      assert.equal(double.calls.length, 1);
    });
  }

  const refusals: readonly (readonly [number, ErrorCode, RegExp])[] = [
    [400, 'InvalidConfiguration', /Correct what it names/],
    [401, 'InvalidConfiguration', /CLU_KEY and CLU_ENDPOINT/],
    [403, 'InvalidConfiguration', /CLU_KEY and CLU_ENDPOINT/],
    [404, 'NotFound', /CLU_PROJECT/],
    [409, 'Conflict', /Another job/],
  ];
  for (const [status, code, words] of refusals) {
    it(`tells what to do about ${status}, with the words of the service, at once`, async () => {
      double.respond(problem(status, 'Code'));
      await assert.rejects(call(), failing(code, words));
      await assert.rejects(call(), failing(code, /Code: No, says \[key\]/));
      assert.equal(double.calls.length, 2);
    });
  }

  it('takes the key nowhere else: not after a redirection, and not to an address that was named', async () => {
    const elsewhere = await startCluDouble();
    double.respond(answerJson(307, '', { location: `${elsewhere.endpoint}/language` }));
    await assert.rejects(call(), failing('InvalidConfiguration', /not the address of the resource/));
    await assert.rejects(
      call({ method: 'GET', url: `${elsewhere.endpoint}/jobs/1` }),
      failing('Unavailable', /another host/),
    );
    assert.equal(elsewhere.calls.length, 0);
    elsewhere.close();
  });
});
