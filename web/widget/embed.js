/**
 * Puts the support chat on another site: `<script src="https://OUR-ADDRESS/widget.js" async></script>`. The site's origin
 * has to stand in WIDGET_ORIGINS. Optional, before this script:
 *   window.SupportIntakeSettings = { locale: 'zh-CN', label: '支持', getToken: async () => token }
 * `getToken` fetches a token for the signed-in visitor from the site's own server, which makes it with tokens/generate.
 */
(() => {
  const home = new URL(document.currentScript.src).origin;
  const settings = window.SupportIntakeSettings ?? {};
  const isChinese = /^zh\b/i.test(settings.locale ?? document.documentElement.lang ?? navigator.language);
  const locale = settings.locale ?? (isChinese ? 'zh-CN' : 'en-US');
  const label = settings.label ?? (isChinese ? '支持' : 'Support');
  let frame = null;

  const launcher = document.createElement('button');
  launcher.type = 'button';
  launcher.textContent = label;
  launcher.setAttribute('aria-expanded', 'false');
  Object.assign(launcher.style, {
    position: 'fixed',
    insetInlineEnd: '20px',
    insetBlockEnd: '20px',
    zIndex: '2147483000',
    padding: '12px 20px',
    border: '0',
    borderRadius: '24px',
    background: '#0f6cbd',
    color: '#ffffff',
    font: '600 16px system-ui, sans-serif',
    cursor: 'pointer',
  });

  function makeFrame() {
    const made = document.createElement('iframe');
    const parameters = new URLSearchParams({ parent: location.origin, locale });
    made.src = `${home}/widget/frame?${parameters}`;
    made.title = label;
    Object.assign(made.style, {
      position: 'fixed',
      insetInlineEnd: '20px',
      insetBlockEnd: '80px',
      zIndex: '2147483000',
      width: 'min(420px, calc(100vw - 40px))',
      height: 'min(680px, calc(100vh - 100px))',
      border: '1px solid #dcdad6',
      borderRadius: '16px',
      background: '#ffffff',
      boxShadow: '0 8px 32px rgb(0 0 0 / 20%)',
    });
    document.body.append(made);
    return made;
  }

  function open() {
    frame ??= makeFrame();
    frame.hidden = false;
    frame.style.display = 'block';
    launcher.setAttribute('aria-expanded', 'true');
    frame.focus();
  }

  function close() {
    if (frame) frame.style.display = 'none';
    launcher.setAttribute('aria-expanded', 'false');
    launcher.focus();
  }

  async function giveToken() {
    let token = null;
    try {
      token = (await settings.getToken?.()) ?? null;
    } catch {
      // The visitor then chats without a name, which is better than not at all.
    }
    frame.contentWindow.postMessage({ type: 'support-intake:token', token }, home);
  }

  addEventListener('message', ({ origin, source, data }) => {
    if (!frame || origin !== home || source !== frame.contentWindow) return;
    if (data?.type === 'support-intake:close') close();
    if (data?.type === 'support-intake:token-needed') void giveToken();
  });
  launcher.addEventListener('click', () => (launcher.getAttribute('aria-expanded') === 'true' ? close() : open()));
  if (document.body) document.body.append(launcher);
  else addEventListener('DOMContentLoaded', () => document.body.append(launcher));
  window.SupportIntake = Object.freeze({ open, close });
})();
