import { attachmentUrl, type StoredAttachment } from '../domain/attachment.ts';
import { IntakeError } from '../domain/errors.ts';
import type { Store } from '../domain/ports.ts';
import type { ServiceRequest } from '../domain/service-request.ts';

/** A file of a request, with its bytes in pieces. */
export interface StaffAttachment {
  readonly file: StoredAttachment;
  readonly bytes: AsyncIterable<Uint8Array>;
}

const STAFF = { system: 'staff' } as const;

/**
 * A file that a request lists; files of the same conversation that went with another request, or with none, are not shown.
 * @throws IntakeError `NotFound`
 */
export async function findAttachment(
  store: Pick<Store, 'attachmentById' | 'readBlob'>,
  { reference, conversationId, attachments }: ServiceRequest,
  id: string,
): Promise<StaffAttachment> {
  const isListed = attachments.some(({ url }) => url === attachmentUrl(reference, id));
  const file = isListed ? await store.attachmentById(STAFF, id) : null;
  const bytes = file?.conversationId === conversationId ? await store.readBlob(STAFF, file.owner, file.sha256) : null;
  if (file && bytes) return { file, bytes };
  throw new IntakeError('NotFound', 'The request has no such file; its record lists those that it has.');
}
