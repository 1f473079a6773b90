import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Ledger } from './ledger.ts';

const rowSchema = z.object({ key: z.string(), id: z.string(), replies: z.number() });

/** What the log of activities says against what senders and receivers saw. */
export interface Audit {
  /** Messages of the load that stand in the log. */
  readonly stored: number;
  /** Accepted, and not in the log. */
  readonly lost: number;
  /** Accepted and stored, but no reply was stored or none of the stored ones arrived. */
  readonly unanswered: number;
  /** Stored more than once, or more replies arrived than were stored. */
  readonly answeredTwice: number;
  /** Turned away, and in the log all the same: a client that sends it again would be answered twice. */
  readonly takenAlthoughShed: number;
}

const MESSAGES = `
  select incoming.dedupe_key as key, json_extract(incoming.activity, '$.id') as id, count(outgoing.seq) as replies
  from activities incoming
  left join activities outgoing on outgoing.conversation_id = incoming.conversation_id
    and outgoing.direction = 'outgoing'
    and json_extract(outgoing.activity, '$.replyToId') = json_extract(incoming.activity, '$.id')
  where incoming.direction = 'incoming' and incoming.dedupe_key is not null
  group by incoming.conversation_id, incoming.seq`;

/**
 * Compares the books of a load with the SQLite file that the server wrote; the server has stopped.
 * Messages that the books do not know, the welcomes for instance, are left out.
 */
export function auditMessages(file: string, ledger: Ledger): Audit {
  const database = new DatabaseSync(file, { readOnly: true });
  const seen = new Set<string>();
  let unanswered = 0;
  let answeredTwice = 0;
  let takenAlthoughShed = 0;
  try {
    for (const row of database.prepare(MESSAGES).iterate()) {
      const { key, id, replies } = rowSchema.parse(row);
      const outcome = ledger.outcomeOf(key);
      if (outcome === undefined) continue;
      const arrived = ledger.repliesTo(id);
      if (seen.has(key) || arrived > replies) answeredTwice += 1;
      else if (outcome === 'accepted' && (replies === 0 || arrived < replies)) unanswered += 1;
      if (outcome === 'shed') takenAlthoughShed += 1;
      seen.add(key);
    }
  } finally {
    database.close();
  }
  const lost = [...ledger.accepted()].filter((key) => !seen.has(key)).length;
  return { stored: seen.size, lost, unanswered, answeredTwice, takenAlthoughShed };
}
