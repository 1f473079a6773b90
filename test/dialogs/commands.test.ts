import assert from 'node:assert/strict';
import { COMMANDS, plainWords, readCommand } from '../../dialogs/commands.ts';
import { phraseList } from '../../dialogs/phrases.ts';
import { LOCALES } from '../../src/domain/locale.ts';

const CASES: readonly (readonly [string, ReturnType<typeof readCommand>])[] = [
  ['help', 'help'],
  ['HELP!', 'help'],
  ['帮助', 'help'],
  ['菜单。', 'menu'],
  ['Menu', 'menu'],
  ['取消', 'cancel'],
  ['cancel', 'cancel'],
  ['start over', 'startOver'],
  ['重新开始', 'startOver'],
  ['back', 'back'],
  ['返回', 'back'],
  ['切换到中文', 'chinese'],
  ['Switch to Chinese', 'chinese'],
  ['switch to English', 'english'],
  ['切换到英文', 'english'],
  ['联系支持', 'person'],
  ['contact support', 'person'],
  ['Talk to a person.', 'person'],
  ['再见', 'goodbye'],
  ['关注进展', 'follow'],
  ['Keep me posted!', 'follow'],
  ['取消关注', 'unfollow'],
  ['Stop following', 'unfollow'],
  ['我的是另一个问题', 'otherProblem'],
  ['Mine is another problem.', 'otherProblem'],
  ['Please follow up on my request SR-1', null],
  ['ｈｅｌｐ', 'help'],
  ['Back up my mailbox please', null],
  ['怎么取消订阅', null],
  ['The help desk cannot sign in', null],
];

describe('readCommand', () => {
  for (const [text, command] of CASES) {
    it(`reads ${JSON.stringify(text)} as ${command}`, () => assert.equal(readCommand(text), command));
  }

  it('gives no words to two commands', () => {
    const owners = new Map<string, string>();
    for (const command of COMMANDS) {
      for (const words of LOCALES.flatMap((locale) => phraseList(locale, `commands.${command}`)).map(plainWords)) {
        assert.ok(!owners.has(words) || owners.get(words) === command, `${words}: ${owners.get(words)} and ${command}`);
        owners.set(words, command);
      }
    }
  });

  it('reads no command into a message without words', () => {
    for (const text of ['', '   ', '...', '😀', '\u200b']) assert.equal(readCommand(text), null);
  });
});
