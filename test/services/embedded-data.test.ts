import assert from 'node:assert/strict';
import { withoutEmbeddedData } from '../../src/services/embedded-data.ts';
import { redactActivity } from '../../src/services/redacted-activity.ts';
import { takesAtMost } from '../support/time-bound.ts';

const BYTES = 'QUFB'.repeat(100);
const PICTURE = `data:image/png;base64,${BYTES}`;
const CUT = 'data:image/png;base64,…';

describe('files written into the strings of an activity', () => {
  const places: Readonly<Record<string, object>> = {
    'the content of an attachment': { attachments: [{ contentType: 'image/png', content: PICTURE }] },
    'a preview': { attachments: [{ contentType: 'image/png', thumbnailUrl: ` ${PICTURE}` }] },
    'a picture of a card': { attachments: [{ contentType: 'a', content: { images: [{ url: PICTURE }] } }] },
    'HTML as Teams adds it': { attachments: [{ contentType: 'text/html', content: `<img src="${PICTURE}"> hi` }] },
    'an entity': { entities: [{ type: 'x', img: PICTURE }] },
    'channel data': { channelData: { img: PICTURE.replace('data:', 'DATA:') } },
    'a card field': { value: { verb: 'x', picture: PICTURE } },
    'a card field of a card that is JSON text': { value: JSON.stringify({ verb: 'x', picture: PICTURE }) },
    'the words': { text: `see ![shot](${PICTURE}) please` },
    'who sent it': { from: { id: 'me', avatar: PICTURE.repeat(9) } },
  };
  for (const [name, part] of Object.entries(places)) {
    it(`leave only a mark in ${name}`, () => {
      const kept = JSON.stringify(
        redactActivity({ type: 'message', value: undefined, channelData: undefined, ...part }),
      );
      assert.ok(!kept.includes('QUFBQUFB'), kept);
      assert.ok(kept.toLowerCase().includes(CUT), kept);
    });
  }

  it('leave the words around them, and what only looks like them', () => {
    assert.equal(withoutEmbeddedData(`see ![shot](${PICTURE}) please`), `see ![shot](${CUT}) please`);
    const others = ['data:image/png;base64,AAAA', `my data: ${'a, b '.repeat(100)}`, 5, null, true];
    assert.deepEqual(withoutEmbeddedData(others), others);
  });

  it('are looked for only so deep, and in time that grows with the text', async () => {
    let deep: unknown = PICTURE;
    for (let level = 0; level < 5000; level += 1) deep = [deep];
    assert.ok(!JSON.stringify(withoutEmbeddedData(deep)).includes('QUFB'));
    const hostile = 'data:;a=b;'.repeat(25_000);
    const almost = 'data:image/png;base64,AAAA'.repeat(10_000);
    await takesAtMost(150, 'looking for files in strings', () => withoutEmbeddedData([hostile, ` x${almost} `]));
  });
});
