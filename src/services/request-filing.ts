import { newDeliveries } from '../domain/delivery.ts';
import type { Ids, Scope, Store } from '../domain/ports.ts';
import { formatReference } from '../domain/reference.ts';
import type { ServiceRequest } from '../domain/service-request.ts';
import { createRequest, type RecordParts } from './request-record.ts';
import type { Unit } from './unit.ts';

/** Where a request is filed to. */
export interface FilingParts {
  readonly store: Pick<Store, 'nextNumber'>;
  readonly ids: Ids;
  /** Names of the backends that every request goes to. */
  readonly backends: readonly string[];
  readonly unit: Unit;
}

/** Numbers are counted for the whole product, whoever asks. */
const SYSTEM: Scope = { system: 'turn' };

/**
 * Gives a request its id and reference, and adds it to the turn's commit with a delivery to each backend.
 * @throws IntakeError `InvalidInput` as {@link createRequest} does; no number is used up then
 */
export async function fileRequest(
  { store, ids, backends, unit }: FilingParts,
  record: Omit<RecordParts, 'id' | 'reference' | 'conversationId'>,
): Promise<ServiceRequest> {
  const { now } = record;
  const whole = { ...record, id: ids.uuid(), conversationId: unit.conversationId };
  // Built once before a number is drawn, so that a draft that does not fit uses none up; it tells the Beijing day too.
  const { reference: first } = createRequest({ ...whole, reference: formatReference(now, 1) });
  const number = await store.nextNumber(SYSTEM, `requests-${first.slice(3, 11)}`);
  const request = createRequest({ ...whole, reference: formatReference(now, number) });
  unit.add(
    request,
    newDeliveries(request, backends, now, () => ids.uuid()),
  );
  return request;
}
