import type { Reply } from '../src/domain/activity.ts';
import type { Locale } from '../src/domain/locale.ts';
import type { Policy } from '../src/domain/policy.ts';
import type { Topic } from '../src/domain/topics.ts';
import { articlesCard } from './cards/articles-card.ts';
import { buttonTitles, mayFile, type Outcome, speaksInCards, suggest, type Talk } from './dialog.ts';
import { healthText } from './health.ts';
import { hoursText } from './hours.ts';
import { answerIncidents } from './known-incident.ts';
import { isClearlyBest, notAgain } from './offered-articles.ts';
import { tellScope } from './out-of-scope.ts';
import { hasPhrase, phrase } from './phrases.ts';
import { tellResources } from './resources.ts';

/** The replies with a last sentence: that the words stand in the draft. */
export function withKept(replies: readonly Reply[], locale: Locale): readonly Reply[] {
  const kept = phrase(locale, 'selfHelp.kept');
  return replies.map((reply, at) => (at < replies.length - 1 ? reply : { ...reply, text: `${reply.text}\n\n${kept}` }));
}

/** Answers that need no request, with articles where there are any: health, codes, the own admin, what is out of scope. */
export async function answerTopic({ state, desk }: Talk, topic: Topic, text: string): Promise<Outcome> {
  const { locale, draft } = state;
  // "Is Exchange down?" is answered at any time (rule R11).
  if (topic === 'support.service-health') return answerHealth({ state, desk }, text);
  // The answer is exact already: an article about contacting support would only repeat it.
  if (topic === 'community.self-service') return tellResources({ state, desk }, text);
  if (topic === 'support.phone-and-hours') return answerHours({ state, desk }, text);
  if (topic === 'none') return { state, replies: tellScope({ state, desk }) };
  const answer = answerReply({ state, desk }, topic);
  const articles = !draft ? [] : await desk.articles({ text, topic, locale, exclude: notAgain(state, null, desk.now) });
  if (articles.length === 0 || !draft) return { state, replies: [answer] };
  if (speaksInCards(state)) {
    return {
      state,
      replies: [{ text: answer.text, card: articlesCard(articles, draft.id, locale, isClearlyBest(articles)) }],
    };
  }
  const links = articles.map(({ title, url }) => `- [${title}](${url})`).join('\n');
  return { state, replies: [{ ...answer, text: `${answer.text}\n\n${links}` }] };
}

/** How the services are now; where that cannot be told, where to look instead. */
async function answerHealth({ state: before, desk }: Talk, text: string): Promise<Outcome> {
  const topic = 'support.service-health';
  const health = await desk.health(topic, text, before.locale);
  const { draft } = before;
  // A problem that was told in the same breath was looked up by this.
  const isLook = draft?.description != null && draft.health === null;
  const state = isLook ? { ...before, draft: { ...draft, health } } : before;
  const talk: Talk = { state, desk };
  const answer = answerReply(talk, topic);
  if (health.result === 'not-checked') return { state, replies: [answer] };
  if (health.result === 'matched') return answerIncidents(talk, health, answer);
  return { state, replies: [{ ...answer, text: `${healthText(health, talk)}\n\n${answer.text}` }] };
}

/** Hours, waiting time, phone and languages, for this person and this moment. */
async function answerHours(talk: Talk, text: string): Promise<Outcome> {
  const buttons = mayFile(talk) ? ['contactSupport', 'menu'] : ['menu'];
  const reply = suggest({ text: await hoursText(talk, text) }, buttonTitles(talk.state.locale, buttons));
  return { state: talk.state, replies: [reply] };
}

/** The sentence for a topic that needs no request: who is my admin, codes, the boundary of support. */
export function answerReply({ state, desk }: Talk, topic: Topic): Reply {
  const { locale } = state;
  const text = phrase(locale, answerKey(topic, desk.policy, locale), answerValues(desk.policy, locale));
  return suggest({ text }, buttonTitles(locale, mayFile({ state, desk }) ? ['contactSupport', 'menu'] : ['menu']));
}

/** An operator may have words of its own for a topic; where it has none, the common ones serve. */
function answerKey(topic: Topic, { operator }: Policy, locale: Locale): string {
  const own = `answersOf.${operator}.${topic}`;
  return hasPhrase(locale, own) ? own : `answersOf.any.${topic}`;
}

function answerValues(policy: Policy, locale: Locale): Record<string, string> {
  const link = (name: 'serviceHealth' | 'community' | 'whoIsMyAdmin' | 'selfHelp' | 'contactSupport') =>
    policy.links[name]?.[locale] ?? policy.portal.adminCenter;
  return {
    portal: policy.portal.adminCenter,
    health: link('serviceHealth'),
    community: link('community'),
    admins: link('whoIsMyAdmin'),
    selfHelp: link('selfHelp'),
  };
}
