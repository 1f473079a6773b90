/** The smallest whole files of their kinds, for tests of what is told by content. */
export const SAMPLE_FILES = {
  png: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
    'base64',
  ),
  jpeg: Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300', 'hex'),
  gif: Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
  webp: Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64'),
  bmp: Buffer.from('424d3a0000000000000036000000280000000100000001000000010018000000000004000000', 'hex'),
  pdf: Buffer.from(
    '%PDF-1.4\n%\u00e2\u00e3\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF',
    'latin1',
  ),
  zip: Buffer.from('504b0506000000000000000000000000000000000000', 'hex'),
  exe: Buffer.concat([Buffer.from('MZ\u0090\0\u0003\0', 'latin1'), Buffer.alloc(200)]),
  elf: Buffer.concat([Buffer.from('\x7fELF\u0002\u0001', 'latin1'), Buffer.alloc(200)]),
  mp4: Buffer.from('000000186674797069736f6d0000020069736f6d69736f32', 'hex'),
} as const;

/** A compound file whose directory names the streams of an Outlook message. */
export const OUTLOOK_MESSAGE = Buffer.concat([
  Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  Buffer.alloc(504),
  Buffer.from('__properties_version1.0', 'utf16le'),
  Buffer.alloc(64),
]);
