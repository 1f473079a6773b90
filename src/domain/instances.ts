/** Keeps the turns of one conversation apart, also across instances. */
export interface ConversationLeases {
  /**
   * Runs the work while no other instance works on this conversation.
   * @throws IntakeError `Unavailable` when another instance does not let go in time, and whatever the work throws
   */
  hold<Result>(conversationId: string, work: () => Promise<Result>): Promise<Result>;
}

/** Tells of conversations to which another instance wrote. */
export interface ConversationChanges {
  /**
   * @param listener is told a conversation's id, or null when some may have been missed and all have to be looked at
   * @returns a function that ends it
   */
  subscribe(listener: (conversationId: string | null) => void): () => void;
}
