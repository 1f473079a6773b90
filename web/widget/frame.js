import { createChatPanel } from './chat-panel.js';
import { readConfig } from './page-config.js';
import { postForToken } from './session.js';
import { firstLocale, loadTexts, showTexts } from './texts.js';

const ANONYMOUS = 'visitor';

const config = readConfig();
const parameters = new URLSearchParams(location.search);
const parentOrigin = knownParent(parameters.get('parent'));
const wanted = parameters.get('locale');
const locale = config.locales.includes(wanted) ? wanted : firstLocale(config.locales);
const text = await loadTexts(config.texts[locale]);

/** The site around the frame, if it is one that may embed it; nothing is told to or taken from any other. */
function knownParent(origin) {
  return origin && [location.origin, ...config.parents].includes(origin) ? origin : null;
}

function tell(type) {
  if (parentOrigin && parent !== window) parent.postMessage({ type: `support-intake:${type}` }, parentOrigin);
}

/** Asks the site for a token of its visitor; null when it has none to give. */
function askForToken() {
  if (!parentOrigin || parent === window) return Promise.resolve(null);
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish(null), 15_000);
    function finish(token) {
      clearTimeout(timer);
      removeEventListener('message', hear);
      resolve(token);
    }
    function hear({ origin, source, data }) {
      if (origin !== parentOrigin || source !== parent || data?.type !== 'support-intake:token') return;
      finish(typeof data.token === 'string' ? data.token : null);
    }
    addEventListener('message', hear);
    tell('token-needed');
  });
}

/** The claims of a token, read to tell people apart; the server is the one that checks it. */
function claimsOf(token) {
  try {
    const [, payload] = token.split('.');
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(fromBase64Url(payload)), (c) => c.charCodeAt(0))));
  } catch {
    return {};
  }
}

function fromBase64Url(value) {
  return value.replaceAll('-', '+').replaceAll('_', '/');
}

const panel = createChatPanel({
  element: document.getElementById('chat'),
  notice: document.getElementById('notice'),
  texts: () => text,
  locale: () => locale,
});

function sessionOf(token) {
  return { conversationId: claimsOf(token).conv, token };
}

async function open() {
  let given = await askForToken();
  const who = given ? (claimsOf(given).user ?? ANONYMOUS) : ANONYMOUS;
  void panel.open({
    who,
    obtainToken: async () => {
      // A token is good for one conversation: the next one needs another.
      const token = given ?? (who === ANONYMOUS ? null : await askForToken());
      given = null;
      return token ? sessionOf(token) : postForToken('/widget/token', {});
    },
  });
}

showTexts(locale, text);
document.getElementById('new-conversation').addEventListener('click', panel.startOver);
document.getElementById('close').addEventListener('click', () => tell('close'));
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') tell('close');
});
document.getElementById('close').hidden = parent === window;
void open();
