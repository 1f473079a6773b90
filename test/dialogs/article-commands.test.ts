import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commandsOf } from '../../dialogs/article-commands.ts';
import { BUILT_IN_ARTICLES, loadArticles } from '../../src/knowledge/article-store.ts';

const FOUND: readonly (readonly [step: string, ...commands: readonly string[]])[] = [
  ['Run Get-Mailbox [user] | FL Name,Alias.', 'Get-Mailbox [user] | FL Name,Alias'],
  [
    '检查：Get-MgUser -UserId [UPN] -Property Id。再还原：Set-Mailbox [邮箱] -Type Shared；完成。',
    'Get-MgUser -UserId [UPN] -Property Id',
    'Set-Mailbox [邮箱] -Type Shared',
  ],
  [
    'Connect with Connect-ExchangeOnline -ExchangeEnvironmentName O365China, Connect-MgGraph -Environment China or so',
    'Connect-ExchangeOnline -ExchangeEnvironmentName O365China',
    'Connect-MgGraph -Environment China',
  ],
  [
    "Use Set-MgUserLicense -UserId [upn] -AddLicenses @{SkuId='[new]'} -RemoveLicenses @() (21Vianet: later)",
    "Set-MgUserLicense -UserId [upn] -AddLicenses @{SkuId='[new]'} -RemoveLicenses @()",
  ],
  ['Update-Forest -OnPremCredentials $c. Run it again', 'Update-Forest -OnPremCredentials $c'],
  ['Set-SPOSite -Identity [url] -LockState Unlock to open it', 'Set-SPOSite -Identity [url] -LockState Unlock'],
  [
    '用 Connect-SPOService -Url https://[租户]-admin.sharepoint.cn 连接',
    'Connect-SPOService -Url https://[租户]-admin.sharepoint.cn',
  ],
  [
    'Add-MailboxFolderPermission [邮箱]:\\日历 -User [用户]。',
    'Add-MailboxFolderPermission [邮箱]:\\日历 -User [用户]',
  ],
  ['nslookup -type=cname autodiscover.[domain].', 'nslookup -type=cname autodiscover.[domain]'],
  ['以安全模式启动（outlook.exe /safe）', 'outlook.exe /safe'],
  [
    'foreach ($row in Import-Csv [file]) {New-MailContact -Name $row.Name}.',
    'foreach ($row in Import-Csv [file]) {New-MailContact -Name $row.Name}',
  ],
  ['Get-MessageTrace where your cloud does not have it yet'],
  ['Sign in as a Helpdesk-Administrator and wait'],
  ['Open Outlook > File > Account settings.'],
];

describe('commands of self-help steps', () => {
  for (const [step, ...commands] of FOUND) {
    it(`${commands.length} in: ${step}`, () => assert.deepEqual(commandsOf([step]), commands));
  }

  it('stand once each, in the order of the steps', () => {
    assert.deepEqual(commandsOf(['Get-App [x]', 'Get-User [x]', 'Get-App [x]']), ['Get-App [x]', 'Get-User [x]']);
  });

  it('are as many in both languages in every built-in article, and end where a command ends', () => {
    for (const { id, steps } of loadArticles(BUILT_IN_ARTICLES)) {
      const [chinese, english] = [commandsOf(steps['zh-CN']), commandsOf(steps['en-US'])];
      assert.equal(chinese.length, english.length, id);
      for (const command of [...chinese, ...english]) assert.match(command, /[\w\])}'"/]$/, id);
    }
  });

  it('are parts of their step, whatever it holds', () => {
    const pieces = fc.constantFrom(
      'Get-A',
      ' ',
      '[',
      ']',
      '-X',
      '|',
      '$a',
      '@{',
      '}',
      "'",
      '"',
      '.exe',
      'a',
      '。',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (words) => {
        const step = words.join('');
        for (const command of commandsOf([step])) assert.ok(step.includes(command));
      }),
    );
  });
});
