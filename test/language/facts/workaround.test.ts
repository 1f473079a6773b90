import assert from 'node:assert/strict';
import { clausesOf } from '../../../src/language/facts/clauses.ts';
import { readWorkaround } from '../../../src/language/facts/workaround.ts';
import { normalise } from '../../../src/language/normalisation.ts';

const read = (text: string): boolean | null => readWorkaround(clausesOf(normalise(text)));

const EXISTS = [
  '可以用网页版',
  '网页版可以收发',
  '网页版正常',
  'OWA 里可以打开',
  '手机上能收到',
  '但可以在 Exchange Online PowerShell 中进行设置',
  'PowerShell 可以',
  '用 PowerShell 能设置，管理中心不行，PowerShell 里可以',
  '有临时的替代办法',
  '暂时用手机代替',
  '换一台电脑就可以了，换台电脑能登录',
  'works in PowerShell',
  'it works fine in OWA',
  'possible in PowerShell',
  'we can set it in Exchange Online PowerShell',
  'unable to set from EAC but can in Exchange Online PowerShell',
  'the web version works',
  'OWA works, the client does not',
  'we have a workaround',
  'a workaround exists',
  'there is a workaround',
  'for now we use the phone',
  'we are using Gmail in the meantime',
];

const NONE = [
  '没有替代办法',
  '没有其他办法',
  '没有任何变通方法',
  '网页版也打不开',
  'OWA 也不行',
  '手机上也收不到',
  'there is no workaround',
  'no workaround',
  'we have no other way',
  "we don't have a workaround",
  'OWA does not work either',
  'same error in the browser',
];

const NOT_STATED = [
  '',
  '有没有替代办法',
  '有没有临时的解决办法？',
  '能用网页版吗？',
  '怎么用 PowerShell 设置',
  'is there a workaround?',
  'do you have a workaround for this?',
  "it doesn't work in OWA as we want",
  'can I use OWA?',
  'how can this be set in PowerShell',
  '收不到邮件',
  'Outlook is slow',
];

describe('a workaround in a text', () => {
  for (const text of EXISTS) it(`exists: ${text}`, () => assert.equal(read(text), true));
  for (const text of NONE) it(`does not exist: ${text}`, () => assert.equal(read(text), false));
  for (const text of NOT_STATED) it(`is not stated: ${text || 'nothing'}`, () => assert.equal(read(text), null));
});
