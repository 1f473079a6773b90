import assert from 'node:assert/strict';
import type { TokenCredential } from '@azure/core-auth';
import { isIntakeError } from '../../src/domain/errors.ts';
import { createGraphClient, GRAPH_CLOUDS, type GraphClientOptions } from '../../src/graph/graph-client.ts';
import type { GraphFailureKind } from '../../src/graph/graph-failure.ts';
import { captureLog } from '../support/captured-log.ts';
import { type GraphDouble, type GraphTrouble, startGraphDouble } from '../support/graph-double.ts';
import { failsAs } from '../support/graph-failing.ts';
import { graphHandTime } from '../support/graph-hand-time.ts';
import { graphIssue, ISSUES_PATH } from '../support/graph-issues.ts';
import { graphRole, graphTenant, rolesPath } from '../support/graph-tenant.ts';

const USER = '5bde3e51-d13b-4db1-9948-fe4b109d11a7';
const ORGANIZATION = '/v1.0/organization';

describe('Graph client', () => {
  let double: GraphDouble;
  let captured = captureLog();
  let time = graphHandTime();

  const client = (options: Partial<GraphClientOptions> = {}) =>
    createGraphClient({
      cloud: 'global',
      credential: double.credential,
      log: captured.log,
      baseUrl: double.origin,
      time,
      ...options,
    });
  beforeEach(async () => {
    double = await startGraphDouble(graphTenant(USER));
    captured = captureLog();
    time = graphHandTime();
  });
  afterEach(() => double.close());

  it('gets one resource with the token of the cloud', async () => {
    const scopes: unknown[] = [];
    const credential: TokenCredential = {
      getToken: (scope, options) => {
        scopes.push(scope);
        return double.credential.getToken(scope, options);
      },
    };
    const user = await client({ cloud: 'china', credential }).get(`/v1.0/users/${USER}`);
    assert.deepEqual(user, { id: USER, displayName: 'Li Na', preferredLanguage: 'zh-CN', accountEnabled: true });
    assert.deepEqual(scopes, ['https://microsoftgraph.chinacloudapi.cn/.default']);
    assert.equal(double.calls[0]?.headers.authorization, 'Bearer graph-token-1');
  });

  it('knows the endpoints of both clouds', () => {
    for (const { graph, scope } of Object.values(GRAPH_CLOUDS)) assert.equal(scope, `${graph}/.default`);
    assert.equal(GRAPH_CLOUDS.china.authority, 'https://login.chinacloudapi.cn');
  });

  it('sends the headers that a resource asks for, and its own token whatever they say', async () => {
    double.holdings.set(rolesPath(USER), [graphRole('62e90394-69f5-4237-9190-012177145e10', 'Global Administrator')]);
    const path = `${rolesPath(USER)}?$select=displayName,roleTemplateId&$count=true`;
    await failsAs(client().list(path), 'unreadable', /answered 400 Request_UnsupportedQuery/);
    const roles = await client().list(path, { headers: { ConsistencyLevel: 'eventual', authorization: 'Bearer own' } });
    assert.equal(roles.length, 1);
    assert.equal(double.calls.at(-1)?.headers.authorization, 'Bearer graph-token-1');
  });

  it('lists all pages in order', async () => {
    double.pageSize = 2;
    const issues = ['EX1', 'EX2', 'EX3', 'EX4', 'EX5'].map((id) => graphIssue({ id }));
    double.holdings.set(ISSUES_PATH, issues);
    assert.deepEqual(await client().list(ISSUES_PATH), issues);
    assert.equal(double.calls.length, 3);
  });

  it('gives no part of a collection of which a page fails', async () => {
    double.pageSize = 1;
    double.holdings.set(ISSUES_PATH, [graphIssue(), graphIssue({ id: 'EX2' })]);
    double.trouble({ is: 'half' }, { path: 'skiptoken=1' });
    await failsAs(client().list(ISSUES_PATH), 'unavailable', /no whole answer/);
    assert.equal(double.calls.length, 4);
  });

  describe('refuses pages that lead away or nowhere', () => {
    const cases: readonly (readonly [GraphTrouble['is'], RegExp, number])[] = [
      ['foreign-next', /outside Microsoft Graph/, 1],
      ['circular-next', /names itself/, 1],
      ['endless-next', /more than 50 pages/, 50],
      ['wrong-shape', /list of values/, 1],
    ];
    for (const [is, words, calls] of cases) {
      it(is, async () => {
        if (is === 'status' || is === 'redirect' || is === 'long') assert.fail('needs details');
        double.trouble({ is });
        await failsAs(client().list(ISSUES_PATH), 'unreadable', words);
        assert.equal(double.calls.length, calls);
      });
    }

    it('and pages that take too long together', async () => {
      double.pageSize = 1;
      double.holdings.set(ISSUES_PATH, [graphIssue(), graphIssue({ id: 'EX2' }), graphIssue({ id: 'EX3' })]);
      const { credential } = double;
      const slow: TokenCredential = {
        getToken: (...asked) => {
          time.forward(20_000);
          return credential.getToken(...asked);
        },
      };
      await failsAs(client({ credential: slow }).list(ISSUES_PATH), 'unavailable', /take too long/);
      assert.equal(double.calls.length, 2);
    });
  });

  describe('tells failures by their kind', () => {
    const cases: readonly (readonly [string, GraphTrouble, GraphFailureKind, number])[] = [
      ['a refused request', { is: 'status', status: 400, code: 'BadRequest' }, 'unreadable', 1],
      ['a refused token', { is: 'status', status: 401 }, 'unauthorised', 2],
      ['a missing permission', { is: 'status', status: 403, code: 'Forbidden' }, 'forbidden', 1],
      ['what does not exist', { is: 'status', status: 404 }, 'not-found', 1],
      ['a failure inside', { is: 'status', status: 500 }, 'unavailable', 3],
      ['a gateway', { is: 'status', status: 504 }, 'unavailable', 3],
      ['the page of a proxy', { is: 'proxy-error' }, 'unavailable', 3],
      ['half an answer', { is: 'half' }, 'unavailable', 3],
      ['no JSON', { is: 'not-json' }, 'unreadable', 1],
      ['a redirect', { is: 'redirect', to: 'http://elsewhere.example/v1.0/organization' }, 'unreadable', 1],
      ['too long an answer', { is: 'long', bytes: 9 * 1024 * 1024 }, 'unreadable', 1],
      ['nothing', { is: 'hang' }, 'unavailable', 3],
    ];
    for (const [name, trouble, kind, calls] of cases) {
      it(`${name}: ${kind}`, async () => {
        double.trouble(trouble);
        const timeoutMs = trouble.is === 'hang' ? 50 : 10_000;
        await failsAs(client({ timeoutMs }).get(ORGANIZATION), kind);
        assert.equal(double.calls.length, calls);
      });
    }

    it('nobody there: unavailable', async () => {
      const gone = await startGraphDouble();
      await gone.close();
      await failsAs(client({ baseUrl: gone.origin }).get(ORGANIZATION), 'unavailable');
    });
  });

  it('tells the code and the id of the call, and nothing of body or token', async () => {
    double.trouble({ is: 'status', status: 403, code: 'Authorization_RequestDenied' });
    const { message } = await failsAs(client().get(ORGANIZATION), 'forbidden');
    assert.match(message, /403 Authorization_RequestDenied \(request 7f1c0000-/);
    assert.doesNotMatch(message, /words of the service/);
    double.recover();
    double.trouble({ is: 'not-json' });
    const unreadable = await failsAs(client().get(ORGANIZATION), 'unreadable');
    assert.equal(unreadable.cause, undefined);
    assert.doesNotMatch(captured.lines.join(''), /graph-token|secret of a proxy/);
  });

  describe('sends its token nowhere else', () => {
    const hostile = [
      'https://elsewhere.example/v1.0/users',
      '//elsewhere.example/v1.0/users',
      '/beta/users',
      '/v1.0/../x',
    ];
    for (const path of hostile) {
      it(path, async () => {
        await failsAs(client().get(path), 'unreadable', /outside/);
        assert.equal(double.issued(), 0);
      });
    }

    for (const baseUrl of ['http://graph.microsoft.com', 'ftp://127.0.0.1', 'graph', 'http://127.0.0.1.example']) {
      it(`nor without TLS: ${baseUrl}`, () => {
        assert.throws(
          () => client({ baseUrl }),
          (error) => isIntakeError(error, 'InvalidConfiguration'),
        );
      });
    }
  });
});
