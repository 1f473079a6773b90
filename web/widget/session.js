/** Thrown when the server does not answer, or not as itself: trying again later may help. */
class ServerAway extends Error {
  name = 'ServerAway';
}

/** Thrown when the server refuses. */
export class Refused extends Error {
  name = 'Refused';
  /** @param {number} status HTTP status */
  constructor(status) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

/**
 * Posts JSON to our own server.
 * @returns {Promise<{conversationId: string, token: string}>}
 * @throws {ServerAway | Refused}
 */
export async function postForToken(path, body) {
  let response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
  } catch (error) {
    throw new ServerAway('no answer', { cause: error });
  }
  if (response.status >= 500) throw new ServerAway(`answered ${response.status}`);
  if (!response.ok) throw new Refused(response.status);
  return response.json();
}

const keyOf = (who) => `support-intake:session:${who}`;

/** @returns {{conversationId: string, token: string} | null} what this browser kept for a person */
function readSession(who) {
  try {
    const session = JSON.parse(localStorage.getItem(keyOf(who)) ?? 'null');
    return typeof session?.token === 'string' && typeof session?.conversationId === 'string' ? session : null;
  } catch {
    return null;
  }
}

/** Keeps the conversation of a person, so that a reload and a visit tomorrow go on with it. */
export function keepSession(who, { conversationId, token }) {
  try {
    localStorage.setItem(keyOf(who), JSON.stringify({ conversationId, token }));
  } catch {
    // Without storage the conversation lasts as long as the page.
  }
}

/** Forgets the conversation of a person. */
export function dropSession(who) {
  try {
    localStorage.removeItem(keyOf(who));
  } catch {
    // Nothing was kept either.
  }
}

/**
 * The conversation to go on with.
 * @returns {Promise<{conversationId: string, token: string} | null>} with a fresh token; null when there is none
 * @throws {ServerAway}
 */
export async function resumeSession(who) {
  const kept = readSession(who);
  if (!kept) return null;
  try {
    const session = await postForToken('/widget/resume', { token: kept.token });
    keepSession(who, session);
    return session;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    dropSession(who);
    return null;
  }
}
