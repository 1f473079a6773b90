import { STYLE_OPTIONS } from './style-options.js';

/** States of `directLine.connectionStatus$` (botframework-directlinejs, docs/API.md). */
const EXPIRED_TOKEN = 3;
const FAILED_TO_CONNECT = 4;

/**
 * Shows one conversation in Web Chat.
 * @param {{ element: HTMLElement, nonce: string, locale: string, session: {conversationId: string, token: string},
 *   isResumed: boolean, draft?: string, onLost(): void, onUnsent(): void }} options `isResumed` shows a conversation from
 *   its beginning, otherwise it is started; `onLost` tells that the connection will not come back by itself
 */
export function showWebChat(options) {
  const { WebChat } = globalThis;
  const { element, session } = options;
  const directLine = WebChat.createDirectLine({
    domain: new URL('/v3/directline', location.href).href,
    token: session.token,
    webSocket: true,
    // Without a watermark the server sends the whole conversation again.
    ...(options.isResumed ? { conversationId: session.conversationId } : {}),
    conversationStartProperties: { locale: options.locale },
  });
  const store = WebChat.createStore({}, () => (next) => (action) => {
    if (action.type === 'DIRECT_LINE/POST_ACTIVITY_REJECTED') options.onUnsent();
    return next(action);
  });
  if (options.draft) store.dispatch({ type: 'WEB_CHAT/SET_SEND_BOX', payload: { text: options.draft } });
  const room = document.createElement('div');
  element.replaceChildren(room);

  const status = directLine.connectionStatus$.subscribe((value) => {
    if (value === EXPIRED_TOKEN || value === FAILED_TO_CONNECT) options.onLost();
  });

  function render(locale) {
    WebChat.renderWebChat({ directLine, store, locale, nonce: options.nonce, styleOptions: STYLE_OPTIONS }, room);
  }

  render(options.locale);
  return {
    render,
    /** The token as the client has refreshed it. */
    token: () => directLine.token,
    /** What stands in the send box. */
    draft: () => store.getState().sendBoxValue ?? '',
    end() {
      status.unsubscribe();
      directLine.end();
      room.remove();
    },
  };
}
