/**
 * What the server put into the page: addresses, languages and, on the demo page, people.
 * @returns {Record<string, any>} the data of the meta element `support-intake`
 */
export function readConfig() {
  return JSON.parse(document.querySelector('meta[name="support-intake"]').content);
}

/** The nonce of this answer, which Web Chat needs for the styles that it adds. */
export function readNonce() {
  return document.querySelector('script[nonce]')?.nonce ?? '';
}
