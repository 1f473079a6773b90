import { sampleActivity, sampleConversation, sampleDelivery, sampleRequest, uuid } from './store-samples.ts';
import { openStore } from './store-temporary.ts';

// Writes turn after turn into the store named on the command line and tells each committed number, until it is killed.
const store = await openStore(process.argv[2] ?? '');
for (let turn = 1; ; turn += 1) {
  const request = sampleRequest(turn);
  const lastSeq = turn * 2;
  await store.commitTurn(
    { system: 'turn' },
    {
      conversation: sampleConversation({ version: turn - 1, lastSeq, state: { turn } }),
      activities: [lastSeq - 1, lastSeq].map((seq) => sampleActivity({ seq })),
      requests: [request],
      deliveries: [sampleDelivery(request, { id: uuid(1_000_000 + turn) })],
    },
  );
  process.stdout.write(`${turn}\n`);
}
