import assert from 'node:assert/strict';
import { reviveState } from '../../dialogs/state.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import { type CodeBench, createCodeBench, policiesWith } from '../support/code-bench.ts';
import { FIRST_CODE } from '../support/code-double.ts';
import { contosoAdmin } from '../support/desk-parts.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const SYSTEM = { system: 'turn' } as const;
const STRANGER = { user: 'dl_visitor-1' };

describe('the way of an admin who cannot sign in', () => {
  let kept: TemporaryStore;
  let bench: CodeBench;
  beforeEach(async () => {
    kept = await openTemporaryStore();
    bench = createCodeBench(kept);
  });
  afterEach(() => kept.remove());

  const say = (text: string, options = {}) => bench.say(text, { ...STRANGER, ...options });
  const name = async (domain: string, options = {}) => {
    await say('我是管理员，登录不了', options);
    return say(domain, options);
  };
  const requests = async () => (await kept.store.listRequests(SYSTEM, { limit: 10 })).requests;

  it('sends the code to the registered contact of the organisation, never to an address that was typed', async () => {
    await name('wo@contoso.example');
    assert.deepEqual(
      bench.codes.sent.map(({ to, operator, locale }) => [to, operator, locale]),
      [['admin@contoso.example', '21vianet', 'zh-CN']],
    );
  });

  it('files one request for a person to check, without roles, and reads nothing', async () => {
    await name('contoso.example');
    for (const words of [FIRST_CODE, '同意', '没有人能登录管理中心了', '王芳', '135 0000 1234', '确认'])
      await say(words);
    const [request, ...others] = await requests();
    assert.deepEqual(others, []);
    assert.partialDeepStrictEqual(request, {
      accessRecovery: true,
      tenant: { id: 'contoso-cn' },
      requester: { id: STRANGER.user, name: '王芳', roles: [], verification: 'code' },
      contact: { phone: '+86 135 0000 1234' },
      status: 'new',
    });
    const [again = ''] = await name('contoso.example');
    assert.match(again, new RegExp(request?.reference ?? '-'));
    assert.equal(bench.codes.sent.length, 1);
    for (const words of [request?.reference ?? '', '我们最近的请求有哪些？']) {
      assert.doesNotMatch((await say(words)).join(), /王芳|登录管理中心了/);
    }
    assert.ok(!bench.onDisk().includes(FIRST_CODE));
  });

  it('tells that the partner helps only with the reference, never before the code was right', async () => {
    const tenant = {
      ...CONTACTS.tenant,
      operator: 'microsoft',
      purchase: 'partner',
      partner: 'Fabrikam',
    } as const;
    const tenants = {
      readDomain: (text: string) => text,
      findTenant: async () => ({ ...CONTACTS, tenant }),
    };
    bench = createCodeBench(kept, { desk: { codes: { ...bench.codes, tenants } } });
    const before = [await name('contoso.example')];
    for (const words of [FIRST_CODE, '同意', '没有人能登录管理中心了', '王芳', '135 0000 1234'])
      before.push(await say(words));
    assert.doesNotMatch(before.join(), /Fabrikam|合作伙伴/);
    assert.match((await say('确认')).join(), /SR-.*Fabrikam/s);
    assert.partialDeepStrictEqual((await requests())[0], {
      tenant: { purchase: 'partner' },
      accessRecovery: true,
    });
  });

  it('says the same of an organisation that exists, has no contact, or does not exist', async () => {
    const told = [];
    for (const [at, domain] of ['contoso.example', 'nobody.example'].entries()) {
      const where = { conversationId: `directline/c${at}`, user: `dl_visitor-${at}` };
      const answers = [await name(domain, where)];
      for (const words of ['111111', '222222', '333333', '444444']) answers.push(await say(words, where));
      told.push(JSON.stringify(answers).replaceAll(domain, 'DOMAIN'));
    }
    assert.equal(told[0], told[1]);
    assert.equal(bench.codes.sent.length, 1);
  });

  it('does not wait for the mail server, whose trouble nobody is told', async () => {
    let fail: (error: Error) => void = () => undefined;
    const codes = {
      ...bench.codes,
      sender: {
        channels: () => ['email' as const],
        send: () =>
          new Promise<void>((_, reject) => {
            fail = reject;
          }),
      },
      tenants: { readDomain: (text: string) => text, findTenant: async () => null },
    };
    const found = { ...codes, tenants: { ...codes.tenants, findTenant: async () => CONTACTS } };
    bench = createCodeBench(kept, { desk: { codes: found } });
    const [told = ''] = await name('contoso.example');
    assert.match(told, /如果 contoso\.example 登记了/);
    fail(new Error('no route'));
  });

  const CONTACTS = {
    tenant: {
      id: 'contoso-cn',
      name: 'Contoso CN',
      operator: '21vianet',
      purchase: 'direct',
      partner: null,
      premiumAgreement: true,
      trial: false,
    },
    registered: { phones: [], emails: ['admin@contoso.example'] },
    locale: null,
  } as const;

  it('never takes a guess for right where no code was sent', async () => {
    await name('nobody.example');
    for (const words of [FIRST_CODE, '000000']) assert.match((await say(words)).join(), /不对/);
    assert.deepEqual(await requests(), []);
  });

  it('is limited for a conversation and for a domain, whoever asks', async () => {
    for (const at of [1, 2, 3]) {
      await name('contoso.example', { conversationId: `directline/c${at}`, user: `dl_visitor-${at}` });
    }
    const [refused = ''] = await name('contoso.example', { conversationId: 'directline/c4', user: 'dl_visitor-4' });
    assert.match(refused, /次数太多/);
    assert.equal(bench.codes.sent.length, 3);
    const same = { conversationId: 'directline/c5', user: 'dl_visitor-5' };
    for (const domain of ['a.example', 'b.example', 'c.example']) {
      await name(domain, same);
      await say('返回', same);
      await say('取消', same);
    }
    assert.match((await name('d.example', same)).join(), /次数太多/);
  });

  it('is limited for an organisation with several domains, and answers as if it were not', async () => {
    const tenants = { readDomain: (text: string) => text, findTenant: async () => CONTACTS };
    const { codes } = bench;
    bench = createCodeBench(kept, { desk: { codes: { ...codes, tenants } } });
    const told = [];
    for (const at of [1, 2, 3, 4, 5]) {
      const where = { conversationId: `directline/c${at}`, user: `dl_visitor-${at}` };
      const answers = [await name(`d${at}.example`, where), await say('000000', where)];
      told.push(JSON.stringify(answers).replaceAll(`d${at}.example`, 'DOMAIN'));
    }
    assert.deepEqual(told, Array(5).fill(told[0]));
    assert.equal(codes.sent.length, 3);
  });

  it('keeps a domain as a pseudonym in the table of codes, and audits without anything personal', async () => {
    await name('contoso.example');
    await say('111111');
    const events = JSON.stringify(bench.events);
    assert.match(events, /issued.*wrong/);
    assert.doesNotMatch(events, /contoso|visitor|admin@/);
  });

  it('tells the way by phone where no code can be sent', async () => {
    bench = createCodeBench(kept, {
      desk: {
        codes: {
          ...bench.codes,
          sender: { channels: () => [], send: async () => undefined },
          tenants: { readDomain: (text) => text, findTenant: async () => null },
        },
      },
    });
    assert.match((await name('contoso.example')).join(), /400-089-0365.*营业执照/s);
  });

  const stateOf = async (conversationId = 'directline/one') => {
    const revived = reviveState((await kept.store.loadConversation(SYSTEM, conversationId))?.state);
    assert.ok(revived.kind === 'ready');
    return revived.state;
  };

  it('is not begun for somebody whom the directory could not look up, whose draft stays as it was', async () => {
    let isDown = false;
    const admin = contosoAdmin();
    const find = async ({ userId }: { userId: string }) => {
      if (isDown) throw new Error('no directory');
      return userId === admin.id ? admin : null;
    };
    bench = createCodeBench(kept, { directory: { find } });
    await bench.say('今天早上全公司都收不到外部邮件');
    const { draft: before } = await stateOf();
    isDown = true;
    const [told = ''] = await bench.say('管理员也登录不了');
    assert.doesNotMatch(told, /域名/);
    const { draft: after, stack } = await stateOf();
    assert.partialDeepStrictEqual(after, { id: before?.id, facts: { affected: 'organization' } });
    assert.ok(stack.every(({ dialog }) => dialog !== 'access-recovery'));
  });

  for (const [way, words] of Object.entries({
    'by cancelling': ['取消'],
    'by going back': ['返回'],
    'by a request that was filed': [
      'contoso.example',
      FIRST_CODE,
      '同意',
      '没有人能登录管理中心了',
      '王芳',
      '135 0000 1234',
      '确认',
    ],
    'by cancelling its review': [
      'contoso.example',
      FIRST_CODE,
      '同意',
      '没有人能登录管理中心了',
      '王芳',
      '135 0000 1234',
      '2',
    ],
  })) {
    it(`gives the other draft of the person back when it is left ${way}`, async () => {
      await say('今天早上全公司都收不到外部邮件');
      const { draft: before } = await stateOf();
      await say('我是管理员，登录不了');
      const { draft: own } = await stateOf();
      assert.notEqual(own?.id, before?.id);
      assert.equal(own?.description, null);
      for (const one of words) await say(one);
      const { draft: after, stack } = await stateOf();
      assert.deepEqual(after, before);
      assert.deepEqual(stack, []);
    });
  }

  it('is not offered to people whom the directory knows, nor where the operator does not want it', async () => {
    const [known = ''] = await bench.say('我是管理员，登录不了');
    assert.doesNotMatch(known, /域名/);
    const { recovery } = POLICIES['21vianet'].verification;
    const policies = policiesWith({ recovery: { ...recovery, offered: false } });
    bench = createCodeBench(kept, { desk: { policies } });
    const answers = await say('联系支持', { conversationId: 'directline/two' });
    assert.doesNotMatch(answers.join(), /登录不了/);
  });
});
