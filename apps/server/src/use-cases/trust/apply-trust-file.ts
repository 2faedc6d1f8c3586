import type { Ports } from '../../ports.ts';
import { digestOf, LOCAL_MODELS, trustFromText } from '../../standing.ts';
import { appendEvent } from '../../store/audit.ts';
import { insertTrustDocument, newestTrustDocument } from '../../store/trust-documents.ts';

/**
 * Stores the organisation's own models when they differ from the newest stored ones. Several nodes with one file may
 * do it at once; the same text twice is harmless.
 *
 * @param text YAML, as in docs/trust-file.md; the empty text takes all local models back
 * @throws when the text is not usable: nothing is then stored
 */
export async function applyTrustFile(
  { database, now, newId }: Pick<Ports, 'database' | 'now' | 'newId'>,
  text: string,
): Promise<'applied' | 'unchanged'> {
  const at = now();
  const digest = digestOf(text);
  const models = text === '' ? 0 : trustFromText(text, at).models.size;
  return database.inTransaction(async (tx) => {
    const newest = await newestTrustDocument(tx, LOCAL_MODELS);
    if (newest?.digest === digest || (newest === null && text === '')) return 'unchanged';
    await insertTrustDocument(
      tx,
      LOCAL_MODELS,
      { id: newId(at), digest, body: text === '' ? 'models: []\n' : text },
      at,
    );
    await appendEvent(tx, newId(at), at, {
      type: 'trust.models_applied',
      outcome: 'success',
      code: null,
      actor: { kind: 'system', id: null },
      subjectId: null,
      credentialId: null,
      address: null,
      origin: null,
      userAgent: null,
      requestId: null,
      policyDigest: null,
      detail: { digest, models },
    });
    return 'applied';
  });
}
