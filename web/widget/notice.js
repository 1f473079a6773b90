/**
 * The line above the chat that says what is going on.
 * @param {HTMLElement} element a live region
 */
export function createNotice(element) {
  return {
    hide() {
      element.hidden = true;
      element.replaceChildren();
    },
    /**
     * @param {string} message
     * @param {{ calm?: boolean, button?: string, onPress?: () => void }} options a button with what it does
     */
    show(message, { calm = false, button, onPress } = {}) {
      const words = document.createElement('span');
      words.textContent = message;
      element.classList.toggle('calm', calm);
      element.replaceChildren(words);
      if (button && onPress) {
        const press = document.createElement('button');
        press.type = 'button';
        press.textContent = button;
        press.addEventListener('click', onPress);
        element.append(press);
      }
      element.hidden = false;
    },
  };
}
