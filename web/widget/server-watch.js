const EVERY_MS = 15_000;
const WHILE_AWAY_MS = 3_000;

/**
 * Watches whether the server answers, while the page is looked at.
 * @param {{ onAway(): void, onBack(): void }} tell called on each change
 * @returns {{ check(): Promise<void> }} `check` looks at once, for instance after a message could not be sent
 */
export function watchServer(tell) {
  let isAway = false;
  let timer = 0;
  let looking = false;

  async function look() {
    const answered = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(5_000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (answered === isAway) {
      isAway = !answered;
      if (isAway) tell.onAway();
      else tell.onBack();
    }
  }

  async function check() {
    if (looking) return;
    looking = true;
    clearTimeout(timer);
    if (document.visibilityState === 'visible') await look();
    looking = false;
    timer = setTimeout(check, isAway ? WHILE_AWAY_MS : EVERY_MS);
  }

  for (const event of ['online', 'offline']) addEventListener(event, check);
  document.addEventListener('visibilitychange', check);
  timer = setTimeout(check, EVERY_MS);
  return { check };
}
