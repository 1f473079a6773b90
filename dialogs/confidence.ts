/**
 * What an understanding is sure enough for: the confidence, 0 to 1, from which on something is done. Confidences are
 * calibrated (docs/reference/understanding.md), so a threshold says how often a step may be wrong: where a wrong turn
 * costs the person as much as one more question, 0.5; where it would lose what was said, much more.
 * Whether a text is about Microsoft 365 at all is decided before, in src/language/thresholds.ts.
 */
export const SURE_ENOUGH = {
  /** To look whether a message tells of another thing as well: of two problems in one, the second hardly shows. */
  toBeConsidered: 0.005,
  /** To be offered to somebody who is asked which of the likely topics it is; less is noise. */
  toBeOffered: 0.02,
  /** For an answer of the bot's own, such as hours or the state of a request. */
  toAnswerAtAll: 0.3,
  /** To take a message for a topic; below, the person is asked which of the likely ones it is. */
  toTakeTopic: 0.5,
  /** To begin a request for the problem under discussion, as "a person, please" wants; the button stands there as well. */
  toStartContact: 0.6,
  /** To take a part of a message for a problem of its own, where people announced several. */
  toSplitAnnounced: 0.6,
  /** To take a sentence for a problem of its own, where nobody announced one. */
  toSplitSentence: 0.9,
  /** To tell a request's kind from a sentence. */
  toTellKind: 0.8,
  /**
   * To show one article alone, with its steps. The article itself must fit {@link CLEARLY_BEST} times as well as the next:
   * then it was right in 96 of 100 judged questions (`test` part of test/knowledge/relevance.jsonl), which were 63 of 100.
   */
  toShowOne: 0.8,
  /** To help with a problem told in a language that the bot does not speak: names of products and codes alone tell it. */
  toHelpOtherLanguage: 0.8,
  /** To answer a question in the middle of the form. */
  toAnswerBetween: 0.8,
  /** To look for articles again while a problem of the same topic is under discussion. */
  toSearchAgain: 0.8,
  /** To leave the problem under discussion for another. */
  toLeaveProblem: 0.9,
} as const;

/** How many times as well as the next an article must fit to be shown alone; chosen on the `dev` part of the same questions. */
export const CLEARLY_BEST = 1.5;
