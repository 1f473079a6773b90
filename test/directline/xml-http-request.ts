/**
 * As much of XMLHttpRequest as the ajax of rxjs 5 uses, over fetch: directlinejs is written for browsers and Node has none.
 */
export class FetchXmlHttpRequest {
  readyState = 0;
  status = 0;
  statusText = '';
  response: unknown = null;
  responseText = '';
  responseType = '';
  timeout = 0;
  withCredentials = false;
  onreadystatechange: (() => void) | null = null;
  ontimeout: ((event: unknown) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  readonly #abort = new AbortController();
  readonly #headers = new Headers();
  #received = new Headers();
  #method = 'GET';
  #url = '';

  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers.set(name, value);
  }

  getResponseHeader(name: string): string | null {
    return this.#received.get(name);
  }

  getAllResponseHeaders(): string {
    return [...this.#received].map(([name, value]) => `${name}: ${value}`).join('\r\n');
  }

  abort(): void {
    this.#abort.abort();
  }

  send(body?: string): void {
    void this.#send(body).then(
      () => this.#finish(),
      () => this.#finish(),
    );
  }

  async #send(body: string | undefined): Promise<void> {
    const answer = await fetch(this.#url, {
      method: this.#method,
      headers: this.#headers,
      signal: this.#abort.signal,
      ...(body === undefined ? {} : { body }),
    });
    this.responseText = await answer.text();
    this.status = answer.status;
    this.#received = answer.headers;
    this.response =
      this.responseType === 'json' && this.responseText !== '' ? JSON.parse(this.responseText) : this.responseText;
  }

  #finish(): void {
    if (this.#abort.signal.aborted) return;
    this.readyState = 4;
    this.onreadystatechange?.();
  }
}
