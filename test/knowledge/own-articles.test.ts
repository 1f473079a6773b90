import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isIntakeError } from '../../src/domain/errors.ts';
import { readArticles } from '../../src/knowledge/article-store.ts';
import { createOwnArticles } from '../../src/knowledge/own-articles.ts';
import { captureLog } from '../support/captured-log.ts';
import { lookingByHand } from '../support/looking-by-hand.ts';
import { sampleArticle } from './sample-article.ts';

const builtIn = [sampleArticle({ id: 'first' }), sampleArticle({ id: 'second' })];

describe('own articles', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'intake-own-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const write = (content: unknown) => writeFile(join(directory, 'own.json'), JSON.stringify(content));
  async function open() {
    const { hand, every } = lookingByHand();
    const own = await createOwnArticles({ directory, builtIn, log: captureLog().log, every });
    const settle = async () => {
      await hand.look();
      await hand.look();
    };
    return { own, settle };
  }

  it('stand beside the built-in ones, and in the place of those whose id they have', async () => {
    await write([sampleArticle({ id: 'mine' }), sampleArticle({ id: 'first', role: 'global-administrator' })]);
    const { own } = await open();
    assert.deepEqual(
      own.current().map(({ id, role }) => [id, role]),
      [
        ['first', 'global-administrator'],
        ['second', 'user'],
        ['mine', 'user'],
      ],
    );
  });

  it('are read again when they change, and stay when they cannot be used', async () => {
    await write([sampleArticle({ id: 'mine' })]);
    const { own, settle } = await open();
    const former = own.current();
    await write([{ ...sampleArticle({ id: 'mine' }), role: 'king' }]);
    await settle();
    assert.equal(own.current(), former);
    assert.throws(() => own.check(), /KNOWLEDGE_DIR.*own\.json: 0\.role/s);
    await write([]);
    await settle();
    own.check();
    assert.deepEqual(own.current(), builtIn);
    own.close();
  });

  it('are refused at the start with every mistake', async () => {
    const refused = (message: RegExp) => (error: unknown) =>
      isIntakeError(error, 'InvalidConfiguration') && message.test(error.message);
    await assert.rejects(open(), refused(/no article file/));
    await write([sampleArticle(), sampleArticle(), { ...sampleArticle(), id: 'Not an id' }]);
    await assert.rejects(open(), refused(/own\.json: 2\.id/));
    await write([sampleArticle(), sampleArticle()]);
    await assert.rejects(open(), refused(/id sample is used twice/));
  });

  it('are written as the reference page shows', () => {
    const page = readFileSync('docs/reference/articles.md', 'utf8');
    const [, text = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    const [article] = readArticles('docs', [{ name: 'page', text }]);
    assert.equal(article?.id, 'printer-cannot-send');
  });
});
