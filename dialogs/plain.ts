/** Words of people without their Markdown meaning: a typed `[x](y)` must not become a link of ours. */
export function plain(words: string): string {
  return words
    .replace(/([\\`*_{}[\]<>#|~])/g, '\\$1')
    .replace(/^([^\S\r\n\u2028\u2029]*)([-+]|\d+\.)(\s)/gm, '$1\\$2$3');
}
