import assert from 'node:assert/strict';
import { resourceLine, withResourceAsked } from '../../dialogs/resources.ts';
import { loadPolicies, POLICIES } from '../../src/domain/policy.ts';

const { microsoft, '21vianet': vianet } = POLICIES;

describe('resources', () => {
  it('leads to the support page where no address is known (R18)', () => {
    assert.match(resourceLine('wechat', vianet, 'zh-CN') ?? '', /支持页面.*get-help-support/);
  });

  it('shows the picture that an operator configures', () => {
    const table = structuredClone(vianet);
    for (const item of table.resources.items)
      if (item.name === 'wechat') item.picture = 'https://contoso.example/qr.png';
    const own = loadPolicies([microsoft, table])['21vianet'];
    assert.match(resourceLine('wechat', own, 'zh-CN') ?? '', /查看二维码.*contoso\.example\/qr\.png/);
    assert.doesNotMatch(resourceLine('wechat', own, 'zh-CN') ?? '', /支持页面/);
  });

  it('shows an operator’s own resource that has no words yet by its name', () => {
    const table = structuredClone(vianet);
    const link = { 'zh-CN': 'https://contoso.example/zh', 'en-US': 'https://contoso.example/en' };
    table.resources.items.push({ name: 'our-wiki', link, picture: null });
    const own = loadPolicies([microsoft, table])['21vianet'];
    assert.match(resourceLine('our-wiki', own, 'en-US') ?? '', /^\[our-wiki\]\(https:\/\/contoso\.example\/en\)/);
  });

  it('mention Business Assistant to people of Microsoft (R17)', () => {
    assert.match(
      resourceLine('business-assistant', microsoft, 'en-US') ?? '',
      /for small businesses: experts at all hours/,
    );
  });

  it('are of one operator only (R18)', () => {
    assert.equal(resourceLine('youtube', vianet, 'zh-CN'), null);
    assert.equal(resourceLine('business-assistant', vianet, 'zh-CN'), null);
    assert.equal(resourceLine('wechat', microsoft, 'en-US'), null);
  });
});

describe('withResourceAsked', () => {
  const nothing = {
    topic: 'none',
    confidence: 0.9,
    alternatives: [],
    entities: {},
    severityFacts: {},
    source: 'local',
  } as const;

  it('takes a short question that names a resource for one about resources', () => {
    for (const text of ['Business Assistant', '商业助手是什么', '公众号']) {
      assert.equal(withResourceAsked(nothing, text).topic, 'community.self-service', text);
    }
  });

  it('leaves a clear topic and a long message what they are', () => {
    const clear = { ...nothing, topic: 'exchange.mail-flow', confidence: 0.9 } as const;
    assert.equal(withResourceAsked(clear, '公众号的邮件收不到').topic, 'exchange.mail-flow');
    assert.equal(withResourceAsked(nothing, `公众号${'很长的话'.repeat(20)}`).topic, 'none');
  });
});
