import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commandsOf } from '../../dialogs/article-commands.ts';
import { stepFor } from '../../src/domain/article-step.ts';
import { BUILT_IN_ARTICLES, loadArticles } from '../../src/knowledge/article-store.ts';
import { takesAtMost } from '../support/time-bound.ts';

const commandsIn = (...steps: readonly string[]): readonly string[] =>
  commandsOf(steps).flatMap(({ commands }) => commands);

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
  ['Run Get-App [x]; connect first with Connect-ExchangeOnline.', 'Connect-ExchangeOnline', 'Get-App [x]'],
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
    '不会删除文件：%localappdata%\\Microsoft\\OneDrive\\onedrive.exe /reset；完成。',
    '%localappdata%\\Microsoft\\OneDrive\\onedrive.exe /reset',
  ],
  [
    'foreach ($row in Import-Csv [file]) {New-MailContact -Name $row.Name}.',
    'foreach ($row in Import-Csv [file]) {New-MailContact -Name $row.Name}',
  ],
  ['Download: setup.exe /download configuration.xml.', 'setup.exe /download configuration.xml'],
  [
    'Set-Mailbox -Identity user@contoso.com -HiddenFromAddressListsEnabled $true',
    'Set-Mailbox -Identity user@contoso.com -HiddenFromAddressListsEnabled $true',
  ],
  ['Get-InboxRule -Mailbox [user] -IncludeHidden tells of them', 'Get-InboxRule -Mailbox [user] -IncludeHidden'],
  ['用 Get-InboxRule -Mailbox [用户] -IncludeHidden 查看', 'Get-InboxRule -Mailbox [用户] -IncludeHidden'],
  [
    "Connect-MgGraph -Scopes 'User.Read.All' (21Vianet: connect with Connect-MgGraph -Environment China)",
    "Connect-MgGraph -Scopes 'User.Read.All'",
  ],
  // What cannot be told whole is not told at all.
  ["Connect-MgGraph -Scopes 'User.Read.All' (21Vianet: add -Environment China)"],
  ["连接：Connect-MgGraph -Scopes 'User.Read.All'（世纪互联加 -Environment China）。"],
  ['Set-Mailbox [user] -Type shared'],
  ['Get-MessageTrace -StartDate (Get-Date).AddDays(-7) -EndDate (Get-Date)'],
  ['Get-Mailbox -Filter [filter] | Where-Object { $_.A -and { $_.B } } | Set-Mailbox -ForwardingSmtpAddress $null'],
  // Words that only look like commands.
  ['Get-MessageTrace where your cloud does not have it yet'],
  ['Turn on Multi-Factor Authentication and Self-Service Password Reset in Wi-Fi Settings'],
  ['Renew the Token-Signing Certificate of Cross-Tenant Access'],
  ['Sign in as a Helpdesk-Administrator and wait'],
  ['Open Outlook > File > Account settings.'],
];

describe('commands of self-help steps', () => {
  for (const [step, ...commands] of FOUND) {
    it(`${commands.length} in: ${step}`, () => assert.deepEqual(commandsIn(step), commands));
  }

  it('stand under the number of their step, once each', () => {
    assert.deepEqual(commandsOf(['Wait.', 'Get-App [x] or Get-App [x], then Get-User [x]', 'Get-App [x]']), [
      { step: 2, operator: null, commands: ['Get-App [x]', 'Get-User [x]'] },
      { step: 3, operator: null, commands: ['Get-App [x]'] },
    ]);
  });

  it('are as many in both languages in every built-in article, and whole', () => {
    for (const { id, steps } of loadArticles(BUILT_IN_ARTICLES)) {
      const [chinese, english] = [commandsOf(steps['zh-CN']), commandsOf(steps['en-US'])];
      const counts = (of: typeof chinese) =>
        of.map(({ step, operator, commands }) => [step, operator, commands.length]);
      assert.deepEqual(counts(chinese), counts(english), id);
      for (const { step, operator, commands } of english) {
        for (const command of commands) {
          const text = stepFor(steps['en-US'][step - 1] ?? '', operator ?? 'microsoft');
          assert.match(
            text.slice(text.indexOf(command) + command.length),
            /^(?:[.;,:)']|$| \w| \()/,
            `${id}: ${command}`,
          );
        }
      }
    }
  });

  const pieces = fc.constantFrom(
    'Get-App',
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
    'a.exe',
    'a',
    '。',
    '\\',
  );

  it('are parts of their step with all brackets and quotes closed, whatever it holds', () => {
    const count = (text: string, sign: string) => text.split(sign).length - 1;
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (words) => {
        for (const command of commandsIn(words.join(''))) {
          assert.ok(words.join('').includes(command));
          assert.match(command, /^(?:Get-App|\w+\.exe) \S/);
          assert.doesNotMatch(command, /[|@{[]$/);
          if (!/["'\\]/.test(command)) assert.ok(count(command, '[') <= count(command, ']'), command);
        }
      }),
    );
  });

  it('are looked for in a bounded time', async () => {
    for (const piece of [
      'Get-App ',
      'Get-App [',
      'Get-A -X ',
      '| ',
      'a.',
      '[a]',
      '(21Vianet',
      "'",
      'foreach ($a in ',
      '@{',
    ])
      await takesAtMost(200, piece, () => commandsIn(piece.repeat(600 / piece.length)));
  });
});
