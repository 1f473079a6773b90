/** A candidate for an answer. */
export interface Rank {
  /** Its place in the list of articles. */
  readonly place: number;
  readonly score: number;
  /** Decides between equal scores. */
  readonly tie: number;
}

/** Whether the first belongs before the second. */
export function isBetter(one: Rank, other: Rank): boolean {
  return one.score > other.score || (one.score === other.score && one.tie > other.tie);
}

/** What is to be put in order. */
export interface Candidates {
  /** Of the asked topic, best first. */
  readonly ofTopic: readonly Rank[];
  /** Of other topics, best first. */
  readonly others: readonly Rank[];
  /** Whether an error code of the text is one of the article's own. */
  readonly hasCode: (place: number) => boolean;
}

/**
 * How many times as well as the best of the topic an article outside of it must fit to stand before the rest of the
 * topic: then the topic is likely to have been misunderstood. Found on the `dev` part of test/knowledge/relevance.jsonl.
 */
export const OVER_TOPIC = 1;

/**
 * One order of all candidates: whoever names an error code of the text comes first, as nothing else says so exactly what
 * is meant; then the best of the topic; then those outside of it that fit better still; then the rest of the topic; then
 * the rest.
 */
export function inOrder({ ofTopic, others, hasCode }: Candidates): readonly Rank[] {
  const named = [...ofTopic, ...others].filter(({ place }) => hasCode(place));
  const [first, ...rest] = ofTopic.filter(({ place }) => !hasCode(place));
  const outside = others.filter(({ place }) => !hasCode(place));
  const isOver = ({ score }: Rank) => score > OVER_TOPIC * (first?.score ?? 0);
  return [
    ...named,
    ...(first ? [first] : []),
    ...outside.filter(isOver),
    ...rest,
    ...outside.filter((rank) => !isOver(rank)),
  ];
}
