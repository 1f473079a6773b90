import assert from 'node:assert/strict';
import type { Operator } from '../../src/domain/person.ts';
import { BUILT_IN_ARTICLES, loadArticles } from '../../src/knowledge/article-store.ts';
import { createKnowledge } from '../../src/knowledge/knowledge-search.ts';

describe('articles for both clouds', () => {
  const knowledge = createKnowledge(loadArticles(BUILT_IN_ARTICLES));
  const search = (text: string, operator: Operator | null) =>
    knowledge.search({ text, operator, topic: null, locale: 'en-US', exclude: [], limit: 3 });

  it('give each reader the words of the own cloud, and both to somebody whose cloud is not known', async () => {
    const connectionFor = async (operator: Operator | null) => {
      const found = await search('password never expires Connect-MgGraph', operator);
      return found.find(({ id }) => id === 'password-never-expires')?.steps[1];
    };
    const worldwide = "Connect: Connect-MgGraph -Scopes 'User.ReadWrite.All'.";
    assert.equal(await connectionFor('microsoft'), worldwide);
    assert.equal(await connectionFor('21vianet'), worldwide.replace("'.", "' -Environment China."));
    assert.equal(typeof (await connectionFor(null)), 'object');
  });

  for (const host of ['login.microsoftonline.com', 'login.partner.microsoftonline.cn']) {
    it(`are found by the words of either cloud: ${host}`, async () => {
      const found = await search(`${host} sign-in address of the other cloud`, 'microsoft');
      assert.ok(found.some(({ id }) => id === 'sso-sign-in-loop'));
    });
  }
});
