import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { ADMISSION_LIMITS, createAdmission } from '../../src/http/admission.ts';
import { createFrontDoor } from '../../src/http/front-door.ts';
import { createGuard, type GuardOptions } from '../../src/http/guard.ts';
import { RATES } from '../../src/http/rates.ts';
import { type HandTime, stopTime } from './hand-time.ts';

function request(line: string, address = '203.0.113.9'): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: address });
  const [method = 'GET', url = '/'] = line.split(' ');
  return Object.assign(new IncomingMessage(socket), { method, url });
}

const NEW = [
  'POST /v3/directline/conversations',
  'POST /v3/directline/tokens/generate',
  'POST /widget/token',
  'POST /demo/token?x=1',
];
const RUNNING = [
  'POST /v3/directline/conversations/abc/activities',
  'GET /v3/directline/conversations/abc/activities?watermark=3',
  'GET /v3/directline/conversations/abc/stream?t=x',
  'POST /widget/resume',
  'POST /v3/directline/tokens/refresh',
  'POST /api/messages',
  'GET /',
  'GET /web/abc/vendor/webchat.js',
  'GET /nowhere',
];
const SPARED = ['GET /healthz', 'GET /readyz', 'GET /metrics', 'GET /api/staff/requests', 'POST /api/staff/assess'];

describe('the front door', () => {
  let time: HandTime;
  beforeEach(() => {
    time = stopTime();
  });
  afterEach(() => time.restore());

  function open(options: GuardOptions = {}) {
    const admission = createAdmission();
    const shed: string[] = [];
    const guard = createGuard({ admission, onShed: (asked) => shed.push(asked), nowMs: time.nowMs, ...options });
    const work = (times: number) => {
      for (let number = 0; number < times; number += 1) admission.begin();
    };
    return { door: createFrontDoor(guard), shed, work };
  }

  const codeOf = (door: ReturnType<typeof open>['door'], line: string) => door.look(request(line))?.body.error.code;

  it('lets everybody in at rest', () => {
    const { door } = open();
    for (const line of [...NEW, ...RUNNING, ...SPARED]) assert.equal(door.look(request(line)), null, line);
  });

  it('begins no conversation when busy, and goes on with those that run', () => {
    const { door, work, shed } = open();
    work(ADMISSION_LIMITS.inFlight.busy.from);
    for (const line of NEW) {
      const away = door.look(request(line));
      assert.equal(away?.status, 503, line);
      assert.equal(away?.body.error.code, 'Busy');
      assert.ok(Number.isInteger(away?.retryAfter) && (away?.retryAfter ?? 0) >= 1);
    }
    for (const line of [...RUNNING, ...SPARED]) assert.equal(codeOf(door, line), undefined, line);
    assert.deepEqual(
      shed,
      NEW.map(() => 'new'),
    );
  });

  it('turns all away when full, but health, metrics and staff', () => {
    const { door, work, shed } = open();
    work(ADMISSION_LIMITS.inFlight.full.from);
    for (const line of [...NEW, ...RUNNING]) assert.equal(codeOf(door, line), 'Busy', line);
    for (const line of SPARED) assert.equal(codeOf(door, line), undefined, line);
    assert.equal(shed.length, NEW.length + RUNNING.length);
  });

  it('is not talked round by an odd address', () => {
    const { door, work } = open();
    work(ADMISSION_LIMITS.inFlight.full.from);
    for (const line of [
      'GET //healthz',
      'GET /healthz/',
      'GET /HEALTHZ',
      'POST http://localhost/healthz',
      'GET /api/staff',
      'GET /x?/healthz',
      'GET *',
    ]) {
      assert.equal(codeOf(door, line), 'Busy', line);
    }
  });

  it('counts the requests of an address, but not files, health and metrics, which count for themselves', async () => {
    const { door } = open({ rateFactor: 3 / RATES.request.points });
    for (const line of ['GET /web/abc/x.js', 'GET /widget.js', 'GET /healthz', 'GET /metrics']) {
      for (let number = 0; number < 20; number += 1) assert.equal(door.look(request(line)), null);
      await null;
    }
    for (const line of ['GET /', 'POST /widget/token', 'GET /api/staff/requests']) {
      assert.equal(door.look(request(line)), null);
      await null;
    }
    const away = door.look(request('GET /nowhere'));
    assert.equal(away?.status, 429);
    assert.equal(away?.body.error.code, 'TooManyRequests');
    assert.equal(away?.retryAfter, RATES.request.seconds);
    assert.equal(door.look(request('GET /nowhere', '203.0.113.10')), null);
    assert.equal(door.look(request('GET /web/abc/x.js')), null);
    time.forward(RATES.request.seconds * 1000);
    assert.equal(door.look(request('GET /nowhere')), null);
  });

  it('counts the metrics that an address reads, and never refuses health and readiness', async () => {
    const { door } = open({ rateFactor: 2 / RATES.metrics.points });
    for (const _ of [1, 2]) {
      assert.equal(door.look(request('GET /metrics')), null);
      await null;
    }
    assert.equal(door.look(request('GET /metrics'))?.status, 429);
    assert.equal(door.look(request('GET /metrics', '203.0.113.10')), null);
    for (let number = 0; number < 500; number += 1) {
      for (const line of ['GET /healthz', 'GET /readyz']) assert.equal(door.look(request(line)), null);
    }
  });

  it('never counts calls of channels that are answered', async () => {
    const { door } = open({ rateFactor: 3 / RATES.request.points });
    const call = request('POST /api/messages');
    for (let number = 0; number < 50; number += 1) {
      assert.equal(door.look(call), null);
      door.answered(call, [200, 201, 202, 429, 500, 501, 502, 503][number % 8] ?? 200);
      await null;
    }
  });

  it('lets an address wait whose calls of /api/messages are refused one after the other', async () => {
    const { door } = open({ rateFactor: 4 / RATES.refusedActivity.points });
    const call = request('POST /api/messages');
    const refuse = async (status: number) => {
      assert.equal(door.look(call), null);
      door.answered(call, status);
      await null;
    };
    for (const status of [401, 403, 400]) await refuse(status);
    await refuse(200);
    for (const status of [401, 403, 400, 413]) await refuse(status);
    assert.equal(door.look(call)?.status, 429);
    assert.equal(door.look(request('POST /api/messages', '203.0.113.10')), null);
    time.forward(RATES.refusedActivity.seconds * 1000);
    assert.equal(door.look(call), null);
  });

  it('learns nothing from other routes', async () => {
    const { door } = open({ rateFactor: 1 / RATES.refusedActivity.points });
    door.answered(request('GET /nowhere'), 404);
    await null;
    assert.equal(door.look(request('POST /api/messages')), null);
  });
});
