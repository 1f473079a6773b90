import { createChatPanel } from './chat-panel.js';
import { readConfig } from './page-config.js';
import { postForToken } from './session.js';
import { firstLocale, loadTexts, rememberLocale, showTexts } from './texts.js';

const UNKNOWN = 'dl_somebody';
const STORED = 'support-intake:person';
const LANGUAGE_NAMES = { 'zh-CN': '中文（简体）', 'en-US': 'English' };

const config = readConfig();
const picker = document.getElementById('person');
const languages = document.getElementById('language');
let locale = firstLocale(config.locales);
let text = (key) => key;

const panel = createChatPanel({
  element: document.getElementById('chat'),
  notice: document.getElementById('notice'),
  texts: () => text,
  locale: () => locale,
});

function aboutPerson(id) {
  const person = config.people.find((one) => one.id === id);
  if (!person) return text('aboutUnknown');
  const operator = text(person.operator === '21vianet' ? 'operator21vianet' : 'operatorMicrosoft');
  return text(person.admin ? 'aboutAdmin' : 'aboutUser', { tenant: person.tenant, operator });
}

function fillPicker() {
  const chosen = picker.value;
  const people = [...config.people, { id: UNKNOWN, name: text('unknownPerson') }];
  picker.replaceChildren(...people.map(({ id, name }) => new Option(name, id)));
  if (people.some(({ id }) => id === chosen)) picker.value = chosen;
  document.getElementById('about').textContent = aboutPerson(picker.value);
}

async function speak(next) {
  locale = next;
  text = await loadTexts(config.texts[next]);
  showTexts(next, text);
  fillPicker();
  panel.relabel();
}

function openChosen() {
  const who = picker.value;
  sessionStorage.setItem(STORED, who);
  document.getElementById('about').textContent = aboutPerson(who);
  void panel.open({ who, obtainToken: () => postForToken('/demo/token', { person: who }) });
}

languages.replaceChildren(...config.locales.map((one) => new Option(LANGUAGE_NAMES[one] ?? one, one)));
for (const option of languages.options) option.lang = option.value;
languages.value = locale;
await speak(locale);
const before = sessionStorage.getItem(STORED);
if ([...picker.options].some(({ value }) => value === before)) picker.value = before;
openChosen();

picker.addEventListener('change', openChosen);
languages.addEventListener('change', () => {
  rememberLocale(languages.value);
  void speak(languages.value);
});
document.getElementById('new-conversation').addEventListener('click', panel.startOver);
