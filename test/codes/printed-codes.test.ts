import assert from 'node:assert/strict';
import { createPrintedCodes } from '../../src/codes/printed-codes.ts';
import { captureLog } from '../support/captured-log.ts';

describe('codes in the log of development', () => {
  it('are the code and neither number nor address', async () => {
    const { log, single, lines } = captureLog();
    await createPrintedCodes(log)({
      channel: 'sms',
      to: '+86 10 5555 0100',
      code: '246801',
      locale: 'zh-CN',
      operator: '21vianet',
      expiresMinutes: 10,
    });
    assert.equal(single().code, '246801');
    assert.doesNotMatch(lines.join(''), /5555/);
  });
});
