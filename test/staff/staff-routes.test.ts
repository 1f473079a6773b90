import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { IntakeError } from '../../src/domain/errors.ts';
import { createHttpServer, type HttpServer } from '../../src/http/server.ts';
import { createLog } from '../../src/log.ts';
import { registerStaffRoutes, type StaffDesk } from '../../src/staff/staff-routes.ts';

const KEY = 'staff key with enough characters in it';

describe('the staff routes', () => {
  const asked: unknown[][] = [];
  let http: HttpServer;
  let url: string;

  const desk: StaffDesk = {
    list: async (filter) => {
      asked.push(['list', filter]);
      return { requests: [], cursor: null };
    },
    get: async (reference) => {
      asked.push(['get', reference]);
      if (reference === 'SR-20260302-9999') throw new IntakeError('NotFound', 'There is no such request.');
      return { reference };
    },
    transcript: async (reference) => {
      asked.push(['transcript', reference]);
      return { entries: [] };
    },
    attachment: async (reference, id) => {
      asked.push(['attachment', reference, id]);
      const file = { name: '错误 "1".png', contentType: 'image/png', size: 3, sha256: 'ab' };
      return { file, bytes: Readable.from([Buffer.from('a'), Buffer.from('bc')]) };
    },
    undelivered: async (filter) => {
      asked.push(['undelivered', filter]);
      return { undelivered: [] };
    },
    assess: async (body) => {
      asked.push(['assess', body]);
      if (body === undefined) throw new IntakeError('InvalidInput', 'Send facts.');
      return { severity: 'A' };
    },
    understand: async (body) => {
      asked.push(['understand', body]);
      throw new Error('inner words');
    },
  };

  before(async () => {
    http = createHttpServer({ log: createLog({ level: 'silent' }), newRequestId: () => 'id' });
    registerStaffRoutes(http.routes, { desk, apiKey: KEY });
    url = `http://127.0.0.1:${await http.listen(0, '127.0.0.1')}/api/staff`;
  });
  after(() => http.stop({ drain: async () => {}, closeSockets: () => {} }));
  beforeEach(() => {
    asked.length = 0;
  });

  function ask(path: string, options: RequestInit = {}): Promise<Response> {
    return fetch(`${url}/${path}`, {
      ...options,
      headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' },
    });
  }

  const routes = [
    ['GET', 'requests'],
    ['GET', 'requests/SR-20260302-0001'],
    ['GET', 'requests/SR-20260302-0001/transcript'],
    ['GET', 'undelivered'],
    ['POST', 'assess'],
    ['POST', 'understand'],
  ] as const;
  for (const [method, path] of routes) {
    it(`are closed without the key: ${method} ${path}`, async () => {
      for (const header of [
        undefined,
        'Basic abc',
        'Bearer',
        'Bearer ',
        `Bearer ${KEY}x`,
        `Bearer ${KEY.slice(1)}`,
        KEY,
      ]) {
        const response = await fetch(`${url}/${path}`, {
          method,
          ...(header ? { headers: { Authorization: header } } : {}),
        });
        assert.equal(response.status, 401);
        assert.equal(response.headers.get('www-authenticate'), 'Bearer');
        assert.match(await response.text(), /^\{"error":\{"code":"Unauthorized"/);
      }
      assert.deepEqual(asked, []);
    });
  }

  it('let somebody who tries many keys wait, and never the one with the right key', async () => {
    const own = createHttpServer({ log: createLog({ level: 'silent' }), newRequestId: () => 'id' });
    let counted = 0;
    registerStaffRoutes(own.routes, {
      desk,
      apiKey: KEY,
      countWrongKey: () => {
        counted += 1;
        return counted <= 2 ? 0 : 42;
      },
    });
    const port = await own.listen(0, '127.0.0.1');
    const show = (key: string) =>
      fetch(`http://127.0.0.1:${port}/api/staff/requests`, { headers: { Authorization: `Bearer ${key}` } });
    for (const status of [401, 401, 429, 429]) assert.equal((await show('guess')).status, status);
    const refused = await show('guess');
    assert.equal(refused.headers.get('retry-after'), '42');
    assert.match(await refused.text(), /^\{"error":\{"code":"TooManyRequests","message":"[^"]* 42 s\."\}\}$/);
    assert.equal((await show(KEY)).status, 200);
    assert.equal(counted, 5);
    await own.stop({ drain: async () => {}, closeSockets: () => {} });
  });

  it('let nobody in when no key is set', async () => {
    const open = createHttpServer({ log: createLog({ level: 'silent' }), newRequestId: () => 'id' });
    registerStaffRoutes(open.routes, { desk, apiKey: '' });
    const port = await open.listen(0, '127.0.0.1');
    const response = await fetch(`http://127.0.0.1:${port}/api/staff/requests`, {
      headers: { Authorization: 'Bearer ' },
    });
    assert.equal(response.status, 401);
    await open.stop({ drain: async () => {}, closeSockets: () => {} });
  });

  it('list with a checked filter', async () => {
    assert.equal((await ask('requests')).status, 200);
    assert.equal((await ask('requests?status=new&severity=A&limit=10&cursor=abc')).status, 200);
    assert.deepEqual(asked, [
      ['list', { limit: 50 }],
      ['list', { status: 'new', severity: 'A', limit: 10, cursor: 'abc' }],
    ]);
  });

  for (const query of [
    'status=open',
    'severity=D',
    'limit=0',
    'limit=201',
    'limit=ten',
    'limit=1.5',
    'tenant=contoso',
    'status=new&status=closed',
    'cursor[x]=1',
  ]) {
    it(`refuse the filter ${query}`, async () => {
      const response = await ask(`requests?${query}`);
      assert.equal(response.status, 400);
      assert.match(await response.text(), /"code":"InvalidInput"/);
      assert.deepEqual(asked, []);
    });
  }

  it('list what was not delivered with a checked filter of its own', async () => {
    assert.equal((await ask('undelivered')).status, 200);
    assert.equal((await ask('undelivered?status=dead&limit=200&cursor=abc')).status, 200);
    assert.deepEqual(asked, [
      ['undelivered', { limit: 50 }],
      ['undelivered', { status: 'dead', limit: 200, cursor: 'abc' }],
    ]);
    for (const query of ['status=new', 'status=sent', 'severity=A', 'limit=201', 'status=dead&status=pending']) {
      const response = await ask(`undelivered?${query}`);
      assert.equal(response.status, 400, query);
      assert.match(await response.text(), /"code":"InvalidInput"/);
    }
    assert.equal(asked.length, 2);
  });

  it('give a request and its transcript', async () => {
    assert.deepEqual(await (await ask('requests/SR-20260302-0001')).json(), { reference: 'SR-20260302-0001' });
    assert.deepEqual(await (await ask('requests/SR-20260302-0001/transcript')).json(), { entries: [] });
  });

  it('answer 404 to an unknown reference, asking the desk only for what looks like one', async () => {
    assert.equal((await ask('requests/SR-20260302-9999')).status, 404);
    assert.equal(asked.length, 1);
    for (const reference of ["SR-20260302-0001'--", '..%2f..', 'SR-1', '%00']) {
      assert.equal((await ask(`requests/${reference}`)).status, 404, reference);
    }
    assert.equal(asked.length, 1);
  });

  it('hand bodies on as they are and answer what the desk throws', async () => {
    const assessed = await ask('assess', { method: 'POST', body: '{"kind":"technical"}' });
    assert.deepEqual(await assessed.json(), { severity: 'A' });
    assert.deepEqual(asked.at(-1), ['assess', { kind: 'technical' }]);
    assert.equal((await ask('assess', { method: 'POST' })).status, 400);
    const broken = await ask('understand', { method: 'POST', body: '{"texts":[]}' });
    assert.equal(broken.status, 500);
    assert.doesNotMatch(await broken.text(), /inner/);
  });
});
