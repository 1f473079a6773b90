import assert from 'node:assert/strict';
import { declinesStatement } from '../../dialogs/intake-questions.ts';
import { phrase } from '../../dialogs/phrases.ts';

describe('a business impact statement that says too little', () => {
  for (const locale of ['zh-CN', 'en-US'] as const) {
    it(`can be passed over by the very word that is offered, in the form and in the chat, in ${locale}`, () => {
      const offered =
        phrase(locale, 'problems.impactTooShort')
          .match(/[“”][^“”]+[”]/gu)
          ?.at(-1) ?? '';
      assert.ok(declinesStatement(offered), offered);
    });
  }
});
