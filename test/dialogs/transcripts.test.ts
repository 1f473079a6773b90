import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { takeMissingPhrases } from '../../dialogs/phrases.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';
import { playTranscript } from '../support/transcript-play.ts';

const FOLDER = new URL('transcripts/', import.meta.url);

describe('transcripts', () => {
  let kept: TemporaryStore;
  beforeEach(async () => {
    kept = await openTemporaryStore();
  });
  afterEach(() => kept.remove());

  for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.md') && file !== 'README.md')) {
    it(name.replace('.md', ''), async () => {
      const file = new URL(name, FOLDER);
      const written = readFileSync(file, 'utf8');
      const played = await playTranscript(written, kept.store);
      assert.deepEqual(takeMissingPhrases(), []);
      if (process.env.UPDATE_TRANSCRIPTS === '1') writeFileSync(file, played);
      else assert.equal(played, written, 'The conversation differs; if it should, run UPDATE_TRANSCRIPTS=1 npm test.');
    });
  }
});
