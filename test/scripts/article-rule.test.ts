import assert from 'node:assert/strict';
import { createArticleRule } from '../../scripts/doctor/articles.ts';
import type { KnowledgeArticle } from '../../src/knowledge/article-schema.ts';
import { sampleArticle } from '../knowledge/sample-article.ts';
import { withTree } from './temporary-tree.ts';

const rule = createArticleRule({ today: '2026-03-02', topics: ['exchange.mail-flow'] });

/** What the rule says of a file that holds this. */
const problemsOf = (articles: unknown) =>
  withTree({ 'src/knowledge/articles/mail-flow.json': JSON.stringify(articles) }, (tree) => rule.check(tree));

/** Two articles for both operators, the second one changed. */
const twoWith = (change: Partial<KnowledgeArticle>): readonly KnowledgeArticle[] => {
  const both: Partial<KnowledgeArticle> = { operators: ['microsoft', '21vianet'] };
  return [sampleArticle({ ...both, id: 'other' }), sampleArticle({ ...both, ...change })];
};

const steps = (chinese: string, english: string) => ({ steps: { 'zh-CN': [chinese], 'en-US': [english] } });

describe('the doctor rule for articles', () => {
  it('is content with two articles for each operator', async () => {
    const connection = {
      microsoft: 'Connect-ExchangeOnline',
      '21vianet': 'Connect-ExchangeOnline -ExchangeEnvironmentName O365China',
    };
    const commands = {
      steps: {
        'zh-CN': [['Get-Mailbox [用户]；', connection]],
        'en-US': [['Get-Mailbox [user]; ', connection, '.']],
      },
    };
    const related = twoWith({ ...commands, related: ['other'], errorCodes: ['5.1.1'], lastChecked: '2026-03-02' });
    assert.deepEqual(await problemsOf(related), []);
  });

  const url = (locale: 'zh-CN' | 'en-US', address: string) => ({
    urls: { ...sampleArticle().urls, [locale]: address },
  });
  const broken: readonly (readonly [string, unknown, RegExp])[] = [
    ['an unknown topic', [{ ...sampleArticle(), topics: ['no.topic'] }], /mail-flow\.json: 0\.topics\.0/],
    ['an unknown product', [{ ...sampleArticle(), products: ['no-product'] }], /0\.products\.0/],
    ['an unknown role', [{ ...sampleArticle(), role: 'king' }], /0\.role/],
    [
      'a step that one language lacks',
      [{ ...sampleArticle(), ...steps('一', 'One'), steps: { 'zh-CN': ['一'], 'en-US': ['One', 'Two'] } }],
      /same number of steps/,
    ],
    ['too few articles for one operator', [sampleArticle()], /mail-flow has 0 of 2 articles for microsoft/],
    ['an id that is used twice', twoWith({ id: 'other' }), /other: the id is used twice/],
    [
      'a day of checking that has not come',
      twoWith({ lastChecked: '2026-03-03' }),
      /lastChecked 2026-03-03 is in the future/,
    ],
    ['a day of checking long ago', twoWith({ lastChecked: '2024-03-01' }), /2024-03-01 is more than two years ago/],
    ['an article to read next that is not there', twoWith({ related: ['gone'] }), /related names gone/],
    ['an article that names itself', twoWith({ related: ['sample'] }), /related names sample/],
    [
      'a link in the other language',
      twoWith(url('zh-CN', 'https://learn.microsoft.com/en-us/a')),
      /urls\.zh-CN is no page/,
    ],
    [
      'a link to somebody else',
      twoWith(url('en-US', 'https://learn.microsoft.com.blog.example/en-us/a')),
      /urls\.en-US is no page/,
    ],
    [
      'a command in one language',
      twoWith(steps('运行 Get-Date', 'Look at the clock')),
      /step 1 has Get-Date in one language only/,
    ],
    ['another parameter', twoWith(steps('Get-Date -Year', 'Get-Date -Day')), /-Year, -Day/],
    ['another code', twoWith(steps('错误 5.1.1', 'Error 5.1.10')), /5\.1\.1, 5\.1\.10/],
    [
      'Graph without the cloud',
      twoWith(steps('Get-MgUser', 'Get-MgUser')),
      /does not say how Microsoft Graph PowerShell connects/,
    ],
    [
      'Exchange without the cloud',
      twoWith(steps('Get-Mailbox', 'Get-Mailbox')),
      /does not say how Exchange Online PowerShell/,
    ],
    [
      'a switch of one cloud that everybody reads',
      twoWith(steps('Connect-MgGraph -Environment China', 'Connect-MgGraph -Environment China')),
      /shows -Environment China to readers worldwide/,
    ],
    [
      'a command of one cloud in one language',
      twoWith({
        steps: {
          'zh-CN': [{ microsoft: '运行 Get-Date', '21vianet': '看时间' }],
          'en-US': [{ microsoft: 'Look at the clock', '21vianet': 'Look at the clock' }],
        },
      }),
      /step 1 has Get-Date in one language only/,
    ],
    [
      'a worldwide portal for 21Vianet alone',
      [sampleArticle(steps('打开 entra.microsoft.com', 'Open entra.microsoft.com'))],
      /entra\.microsoft\.com, a portal of the worldwide/,
    ],
    [
      'the default connection for 21Vianet alone',
      [sampleArticle(steps('Connect-MgGraph', 'Connect-MgGraph'))],
      /does not say how Microsoft Graph/,
    ],
  ];
  for (const [what, articles, says] of broken) {
    it(`tells ${what}`, async () => {
      assert.match((await problemsOf(articles)).join('\n'), says);
    });
  }
});
