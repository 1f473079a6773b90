import assert from 'node:assert/strict';
import { readCall } from '../../bench/command-line.ts';

const KNOWN = ['turn', 'search', 'start'];
const read = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  readCall(words, KNOWN, environment);

describe('the command line of the benchmarks', () => {
  it('runs all and writes the page when nothing is named', () => {
    assert.deepEqual(read([]), {
      names: KNOWN,
      all: true,
      write: true,
      database: null,
      requests: 1_000_000,
      rounds: 5,
      corpora: null,
    });
  });

  it('runs what is named, in the order of the list, and writes when it is told to', () => {
    assert.deepEqual(read(['start', 'turn']), {
      names: ['turn', 'start'],
      all: false,
      write: false,
      database: null,
      requests: 1_000_000,
      rounds: 5,
      corpora: null,
    });
    const call = read(['search', '--write', '--rounds', '3', '--requests', '5000']);
    assert.ok(!('problem' in call));
    assert.deepEqual([call.write, call.rounds, call.requests], [true, 3, 5000]);
  });

  it('takes the database from its option, else from the environment', () => {
    const environment = { BENCH_DATABASE_URL: 'postgres://one' };
    const databaseOf = (words: readonly string[]) => {
      const call = read(words, environment);
      return 'problem' in call ? call.problem : call.database;
    };
    assert.equal(databaseOf([]), 'postgres://one');
    assert.equal(databaseOf(['--database', 'postgres://two']), 'postgres://two');
  });

  it('takes the folder of the corpora from its option, else from the environment', () => {
    const folderOf = (words: readonly string[]) => {
      const call = read(words, { CORPORA_DIR: 'one' });
      return 'problem' in call ? call.problem : call.corpora;
    };
    assert.equal(folderOf([]), 'one');
    assert.equal(folderOf(['--corpora', 'two']), 'two');
  });

  it('tells the names of all benchmarks when it does not know one', () => {
    const call = read(['deliver', 'turn']);
    assert.ok('problem' in call);
    assert.match(call.problem, /^unknown bench: deliver\n.*\nNames: turn, search, start$/);
  });

  it('refuses words and numbers that make no sense', () => {
    for (const words of [['--fast'], ['--rounds', '0'], ['--rounds', 'x'], ['--requests', '999'], ['--requests']]) {
      assert.ok('problem' in read(words), words.join(' '));
    }
  });
});
