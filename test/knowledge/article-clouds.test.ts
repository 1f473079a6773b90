import assert from 'node:assert/strict';
import { missingConnections, othersWords, wrongCloud } from '../../src/knowledge/article-clouds.ts';
import { sampleArticle } from './sample-article.ts';

const withStep = (step: string, operators: readonly ('microsoft' | '21vianet')[] = ['21vianet']) =>
  sampleArticle({ operators: [...operators], steps: { 'zh-CN': [step], 'en-US': [step] } });

describe('the clouds of an article', () => {
  for (const portal of [
    'https://admin.cloud.microsoft',
    'https://admin.microsoft.com/x',
    'https://status.cloud.microsoft',
    'https://admin.exchange.microsoft.com',
    'https://security.microsoft.com/quarantine',
    'https://teams.microsoft.com',
    'https://outlook.office365.com',
    'https://login.microsoftonline.com',
    'https://[tenant]-admin.sharepoint.com',
    '[tenant].onmicrosoft.com',
    'https://www.youtube.com',
  ]) {
    it(`do not let 21Vianet's own article lead to ${portal}`, () => {
      assert.equal(wrongCloud(withStep(`Open ${portal}.`)).length, 1);
      assert.deepEqual(wrongCloud(withStep(`Open ${portal}.`, ['microsoft', '21vianet'])), []);
    });
  }

  for (const fine of [
    'https://portal.partner.microsoftonline.cn',
    'https://partner.outlook.cn',
    'https://portal.azure.cn',
    'https://[tenant]-admin.sharepoint.cn',
    'https://login.partner.microsoftonline.cn',
    'somebody@partner.onmschina.cn',
    'Connect-MgGraph -Environment China',
    'Connect-ExchangeOnline -ExchangeEnvironmentName O365China',
    'Connect-SPOService -Url https://[tenant]-admin.sharepoint.cn',
    'Connect-MicrosoftTeams -TeamsEnvironmentName TeamsChina',
  ]) {
    it(`let 21Vianet's own article name ${fine}`, () => {
      assert.deepEqual(wrongCloud(withStep(fine)), []);
      assert.deepEqual(missingConnections(withStep(fine)), []);
    });
  }

  for (const command of ['Get-MgUser', 'Get-Mailbox [user]', 'Get-SPOSite', 'Get-CsOnlineUser', 'New-MigrationBatch']) {
    it(`want to know how 21Vianet connects for ${command}`, () => {
      assert.equal(missingConnections(withStep(command, ['microsoft', '21vianet'])).length, 1);
      assert.deepEqual(missingConnections(withStep(command, ['microsoft'])), []);
    });
  }

  it('show nobody the words of the other cloud', () => {
    const both = ['microsoft', '21vianet'] as const;
    const [worldwide, vianet] = ['https://[tenant]-admin.sharepoint.com', 'https://[tenant]-admin.sharepoint.cn'];
    assert.equal(othersWords(withStep(vianet, both)).length, 1);
    assert.equal(othersWords(withStep(worldwide, both)).length, 1);
    assert.equal(othersWords(withStep('Run it (21Vianet: add -X).', both)).length, 1);
    const own = { microsoft: worldwide, '21vianet': vianet };
    const apart = sampleArticle({ operators: [...both], steps: { 'zh-CN': [own], 'en-US': [['At ', own, '.']] } });
    assert.deepEqual(othersWords(apart), []);
    const swapped = { microsoft: vianet, '21vianet': worldwide };
    assert.equal(othersWords({ ...apart, steps: { 'zh-CN': [swapped], 'en-US': [swapped] } }).length, 2);
  });

  it('are told apart by what each of them reads of a connection', () => {
    const connection = { microsoft: 'Connect-MgGraph', '21vianet': 'Connect-MgGraph -Environment China' };
    const article = (step: typeof connection) =>
      sampleArticle({ operators: ['microsoft', '21vianet'], steps: { 'zh-CN': [step], 'en-US': [step] } });
    assert.deepEqual(missingConnections(article(connection)), []);
    assert.equal(missingConnections(article({ ...connection, '21vianet': 'Connect-MgGraph' })).length, 1);
  });

  it('do not ask for a connection for commands of the own servers', () => {
    assert.deepEqual(
      missingConnections(withStep('Start-ADSyncSyncCycle -PolicyType Delta; Get-AdfsProperties; Set-RemoteMailbox')),
      [],
    );
  });
});
