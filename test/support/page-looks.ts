import type { Page } from 'playwright-core';
import { z } from 'zod';

const listSchema = z.array(z.string());

/**
 * Runs in the page, so it is text: the tests know no DOM types. It walks over what is visible in the chat and tells what
 * a person would be annoyed by. Contrast and target size are those of WCAG 2.2 (1.4.3 and 2.5.8).
 */
const FAULTS = String.raw`(() => {
  const faults = [];
  const tell = (what, element) => faults.push(what + ': ' + (element.innerText || element.outerHTML).trim().slice(0, 80));
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && element.getBoundingClientRect().width > 2;

  if (document.documentElement.scrollWidth > innerWidth) faults.push('the page is ' + document.documentElement.scrollWidth + ' wide');

  const bubbles = [...document.querySelectorAll('.webchat__bubble__content')].filter(isSeen);
  for (const bubble of bubbles) {
    const edge = bubble.getBoundingClientRect();
    if (edge.right > innerWidth + 1 || edge.left < -1) tell('a bubble runs out of the window', bubble);
    for (const element of bubble.querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      if (isSeen(element) && (box.right > edge.right + 1 || box.left < edge.left - 1)) tell('wider than its bubble', element);
    }
  }

  const buttons = [...document.querySelectorAll('.ac-pushButton, .webchat__suggested-actions button')].filter(isSeen);
  for (const button of buttons) {
    button.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const box = button.getBoundingClientRect();
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (!hit || !(button.contains(hit) || hit.contains(button))) tell('a button that cannot be reached', button);
    if (box.left < 0 || box.right > innerWidth) tell('a button outside of the window', button);
    if (box.height < 24 || box.width < 24) tell('a button too small to hit', button);
    const parts = [button, ...button.querySelectorAll('*')];
    if (parts.some((part) => part.scrollWidth > part.clientWidth + 1)) tell('a button whose words are cut', button);
  }

  for (const input of document.querySelectorAll('.ac-adaptiveCard :is(input, select, textarea)')) {
    const named = input.labels?.length || input.getAttribute('aria-label') || input.getAttribute('aria-labelledby');
    if (!named) tell('an input without a label', input);
  }

  for (const element of document.querySelectorAll(':is(.ac-fact-title, .ac-pushButton, .ac-adaptiveCard label) *')) {
    for (const node of element.childNodes) {
      if (node.nodeType !== 3 || !isSeen(element)) continue;
      for (const { index, 0: word } of node.data.matchAll(/[A-Za-z]{3,}/g)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        if (range.getClientRects().length > 1) tell('a broken word', element);
      }
    }
  }

  const rgb = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = (part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const groundOf = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = rgb(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  for (const element of document.querySelectorAll('.chat *')) {
    const owns = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!owns || !isSeen(element) || element.disabled || element.closest('[aria-disabled="true"]')) continue;
    const style = getComputedStyle(element);
    const [one, other] = [luminance(rgb(style.color)), luminance(groundOf(element))].sort((a, b) => b - a);
    if ((one + 0.05) / (other + 0.05) < 4.5) tell('words too pale (' + style.color + ')', element);
    if (parseFloat(style.fontSize) < 12) tell('words too small (' + style.fontSize + ')', element);
  }
  return [...new Set(faults)];
})()`;

/**
 * What a demanding person would reject in the chat as it is shown now: things cut off or wider than their bubble, buttons
 * out of reach or too small, fields without a label, pale or tiny words. An empty list is a good page.
 */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  return listSchema.parse(await page.evaluate(FAULTS));
}
