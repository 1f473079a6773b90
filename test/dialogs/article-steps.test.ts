import assert from 'node:assert/strict';
import { commandsOf } from '../../dialogs/article-commands.ts';
import { commandsLabel, stepText } from '../../dialogs/article-steps.ts';
import { articleText } from '../../dialogs/article-text.ts';
import { LOCALES } from '../../src/domain/locale.ts';

const connection = { microsoft: 'Connect-MgGraph', '21vianet': 'Connect-MgGraph -Environment China' };
const step = ['Connect with ', connection, ' and run Get-MgUser -UserId [upn].'];

describe('a step for somebody whose cloud nobody knows', () => {
  it('names the cloud of each part', () => {
    assert.equal(
      stepText(step, 'en-US'),
      'Connect with Connect-MgGraph (worldwide) or Connect-MgGraph -Environment China (21Vianet) and run Get-MgUser -UserId [upn].',
    );
    assert.equal(
      stepText(['连接：', connection, '。'], 'zh-CN'),
      '连接：Connect-MgGraph（国际版）或 Connect-MgGraph -Environment China（世纪互联）。',
    );
  });

  it('tells both sentences where the whole step differs', () => {
    const own = { microsoft: 'Use A.', '21vianet': 'Use B.' };
    assert.equal(stepText(own, 'en-US'), 'Worldwide: Use A. With 21Vianet: Use B.');
    assert.equal(stepText([own], 'zh-CN'), '国际版：Use A.世纪互联：Use B.');
  });

  it('stays as it is where the clouds are alike', () => {
    for (const locale of LOCALES) assert.equal(stepText('Restart it.', locale), 'Restart it.');
  });

  it('has the commands of each cloud under its name, before those that both share', () => {
    const found = commandsOf(['One', step]);
    assert.deepEqual(found, [
      { step: 2, operator: 'microsoft', commands: ['Connect-MgGraph'] },
      { step: 2, operator: '21vianet', commands: ['Connect-MgGraph -Environment China'] },
      { step: 2, operator: null, commands: ['Get-MgUser -UserId [upn]'] },
    ]);
    assert.deepEqual(
      found.map((own) => commandsLabel(own, 'en-US')),
      ['Step 2 (worldwide):', 'Step 2 (21Vianet):', 'Step 2:'],
    );
    assert.deepEqual(
      found.map((own) => commandsLabel(own, 'zh-CN')),
      ['第 2 步（国际版）：', '第 2 步（世纪互联）：', '第 2 步：'],
    );
  });

  it('is told whole in plain text', () => {
    const article = { id: 'a', title: 'T', url: 'https://learn.microsoft.com/', steps: [step] };
    assert.match(
      articleText([article], 'en-US'),
      /Step 1 \(21Vianet\):\n\n```\nConnect-MgGraph -Environment China\n```/,
    );
  });
});
