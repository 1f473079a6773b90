import { createRequire } from 'node:module';
import { z } from 'zod';

interface CardModule {
  AdaptiveCard: new () => {
    parse(json: unknown, context: unknown): void;
    validateProperties(): { validationEvents: readonly { message: string }[] };
  };
  SerializationContext: new (
    version: unknown,
  ) => { eventCount: number; getEventAt(index: number): { message: string } };
  Versions: { v1_5: unknown };
}

const isCardModule = (value: unknown): value is CardModule =>
  z.object({ AdaptiveCard: z.function(), SerializationContext: z.function() }).safeParse(value).success;
// The package's ES modules lack file endings, which Node refuses; its single-file bundle loads.
const loaded: unknown = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');
if (!isCardModule(loaded)) throw new Error('The adaptivecards bundle has another shape than expected.');
const { AdaptiveCard, SerializationContext, Versions } = loaded;

/** What the Adaptive Cards library, which Web Chat renders with, finds wrong with a card for version 1.5. */
export function adaptiveCardProblems(json: unknown): readonly string[] {
  const context = new SerializationContext(Versions.v1_5);
  const card = new AdaptiveCard();
  card.parse(json, context);
  const parsing = Array.from({ length: context.eventCount }, (_none, index) => context.getEventAt(index).message);
  return [...parsing, ...card.validateProperties().validationEvents.map(({ message }) => message)];
}
