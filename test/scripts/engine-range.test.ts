import assert from 'node:assert/strict';
import { inEngineRange } from '../../scripts/doctor/engine-range.ts';

/** Range, versions inside, versions outside; spellings that the lock file of a real tree has. */
const cases: readonly (readonly [range: string, inside: readonly string[], outside: readonly string[]])[] = [
  ['*', ['24.0.0', '0.1.0'], []],
  ['', ['24.0.0'], []],
  ['>=22.12.0', ['22.12.0', '24.0.0'], ['22.11.9', '20.20.2']],
  ['>= 0.4', ['0.4.0', '26.10.0'], ['0.3.9']],
  ['>18', ['19.0.0'], ['18.20.0']],
  ['<=22', ['22.99.0', '20.0.0'], ['23.0.0']],
  ['<24', ['23.9.0'], ['24.0.0']],
  ['^20.19.0 || ^22.13.0 || >=23.5.0', ['20.19.0', '22.13.1', '24.0.0'], ['20.18.9', '21.0.0', '23.4.0']],
  ['^22||^24||>=26', ['22.0.0', '24.21.0', '26.10.0'], ['23.1.0', '25.0.0']],
  ['20 || >=22', ['20.5.0', '22.0.0'], ['21.9.9']],
  ['8.* || >= 10.*', ['8.17.0', '10.0.0', '24.0.0'], ['9.1.0']],
  ['>=16 || 14 >=14.17', ['14.17.0', '16.0.0'], ['14.16.9', '15.0.0']],
  ['>=20 <26', ['24.0.0'], ['26.0.0', '18.0.0']],
  ['~24.1.0', ['24.1.9'], ['24.2.0']],
  ['^0.12.3', ['0.12.9'], ['0.13.0', '0.12.2']],
  ['24.21.0', ['24.21.0'], ['24.21.1']],
  ['=v24', ['24.0.1'], ['25.0.0']],
];

describe('an engines range', () => {
  for (const [range, inside, outside] of cases) {
    it(`"${range}" holds ${inside.join(', ') || 'nothing'} and not ${outside.join(', ') || 'anything less'}`, () => {
      for (const version of inside) assert.equal(inEngineRange(version, range), true, version);
      for (const version of outside) assert.equal(inEngineRange(version, range), false, version);
    });
  }

  it('that cannot be read is refused, not taken for true', () => {
    assert.throws(() => inEngineRange('24.0.0', 'latest'), RangeError);
    assert.throws(() => inEngineRange('24.0.0', '20 - 22'), RangeError);
  });

  it('is compared with exact versions only', () => {
    assert.throws(() => inEngineRange('24', '>=20'), RangeError);
  });
});
