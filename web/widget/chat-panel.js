import { createNotice } from './notice.js';
import { readNonce } from './page-config.js';
import { watchServer } from './server-watch.js';
import { dropSession, keepSession, Refused, resumeSession } from './session.js';
import { claimTabs } from './tab-claim.js';
import { showWebChat } from './web-chat.js';

const LOST_AGAIN_MS = 30_000;

/** Whether somebody has begun to fill in the last card. */
function isFormBegun(element) {
  const card = [...element.querySelectorAll('.ac-adaptiveCard')].at(-1);
  return [
    ...(card?.querySelectorAll('input[type="text"], input[type="email"], input[type="tel"], textarea') ?? []),
  ].some((input) => !input.disabled && input.value !== input.defaultValue);
}

/**
 * The chat of one person at a time: goes on with the kept conversation or starts one, and says so when it cannot.
 * @param {{ element: HTMLElement, notice: HTMLElement, texts(): (key: string) => string, locale(): string }} parts
 */
export function createChatPanel(parts) {
  const { element, texts, locale } = parts;
  const notice = createNotice(parts.notice);
  const nonce = readNonce();
  /** @type {{ who: string, obtainToken: () => Promise<{conversationId: string, token: string}> } | null} */
  let person = null;
  let shown = null;
  let conversationId = '';
  let round = 0;
  let lostAt = Number.NEGATIVE_INFINITY;

  const claim = claimTabs((taken) => {
    if (taken === conversationId && shown) yieldToOtherTab();
  });
  const server = watchServer({
    onAway: () => notice.show(texts()('serverAway')),
    onBack: () => {
      // The connection comes back by itself within half a minute: opening again is quicker, but empties a form.
      if (shown && isFormBegun(element)) notice.hide();
      else reopen();
    },
  });

  function take() {
    const draft = shown?.draft() ?? '';
    shown?.end();
    shown = null;
    return draft;
  }

  function yieldToOtherTab() {
    take();
    conversationId = '';
    notice.show(texts()('otherTab'), { calm: true, button: texts()('useHere'), onPress: reopen });
  }

  function lose() {
    const isAgain = performance.now() - lostAt < LOST_AGAIN_MS;
    lostAt = performance.now();
    void server.check();
    // Opened again and lost again at once: a person decides when to try once more.
    if (isAgain) notice.show(texts()('startFailed'), { button: texts()('retry'), onPress: reopen });
    else reopen();
  }

  function explain(error) {
    const isBusy = error instanceof Refused && [429, 503].includes(error.status);
    notice.show(texts()(isBusy ? 'tooMany' : error instanceof Refused ? 'startFailed' : 'serverAway'), {
      button: texts()('retry'),
      onPress: reopen,
    });
    if (!(error instanceof Refused)) void server.check();
  }

  function show(session, isResumed, draft) {
    conversationId = session.conversationId;
    claim(conversationId);
    notice.hide();
    shown = showWebChat({
      element,
      nonce,
      locale: locale(),
      session,
      isResumed,
      draft,
      onLost: lose,
      onUnsent: () => void server.check(),
    });
  }

  async function open(next) {
    person = next;
    round += 1;
    const mine = round;
    const draft = take();
    notice.show(texts()('connecting'), { calm: true });
    try {
      const kept = await resumeSession(next.who);
      const session = kept ?? (await next.obtainToken());
      if (mine !== round) return;
      keepSession(next.who, session);
      show(session, kept !== null, draft);
    } catch (error) {
      if (mine === round) explain(error);
    }
  }

  function reopen() {
    if (person) void open(person);
  }

  addEventListener('pagehide', () => {
    const token = shown?.token();
    if (person && token) keepSession(person.who, { conversationId, token });
  });

  return {
    open,
    /** Forgets the conversation of this person and starts another. */
    startOver() {
      if (!person) return;
      dropSession(person.who);
      void open(person);
    },
    /** Shows the chat in the language that is now chosen. */
    relabel() {
      shown?.render(locale());
    },
  };
}
