import { hash } from 'node:crypto';
import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { EvidenceFile } from '../../http/contract/evidence.ts';
import type { RefusedCall } from '../../http/route.ts';
import type { Ports } from '../../ports.ts';
import { findPasskeyRecord, type PasskeyRecord, passkeyRecordsOfPerson } from '../../store/credential-evidence.ts';
import { eventsForEvidence } from '../../store/evidence-events.ts';
import { findPersonSummary } from '../../store/people-admin.ts';
import { findPolicyVersion } from '../../store/policy-versions.ts';
import { currentTrustDocuments } from '../../store/trust-documents.ts';
import { type Acting, asPerson, record } from '../acting.ts';
import { evidenceText } from './evidence-text.ts';
import { makeEvidence } from './make-evidence.ts';

export type Exported = {
  readonly file: EvidenceFile;
  /** Its bytes, to be sent as they are. */
  readonly text: string;
  /** Proposed to whoever saves it. */
  readonly name: string;
  /** Of the bytes, hex: also in the event. */
  readonly sha256: string;
};

/** The evidence file of a person, or that of one passkey. Who took which file, by its digest, is recorded before it leaves. */
export async function exportEvidence(
  ports: Ports,
  acting: Acting,
  wanted: { readonly personId: string } | { readonly credentialId: string },
): Promise<Result<Exported, RefusedCall>> {
  const { queries } = ports.database;
  const found = 'credentialId' in wanted ? await findPasskeyRecord(queries, wanted.credentialId) : null;
  if ('credentialId' in wanted && found === null) return err(refuse('credential.not_found'));
  const person = await findPersonSummary(queries, 'personId' in wanted ? wanted.personId : (found?.personId ?? ''));
  if (person === null) return err(refuse('person.not_found'));
  const passkeys = found === null ? await passkeyRecordsOfPerson(queries, person.id) : [found];
  const standing = await ports.standing();
  const documents = [...(await currentTrustDocuments(queries)).values()];
  const file = makeEvidence(ports, {
    about: found === null ? 'person' : 'passkey',
    at: acting.at,
    madeFor: { ...acting.actor, id: acting.actor.personId },
    person,
    standing,
    policyVersion: await findPolicyVersion(queries, standing.policyVersion),
    headings: documents.map(({ heading }) => heading),
    passkeys,
    events: await eventsForEvidence(queries, { personId: person.id, credentialId: found?.id ?? null }),
  });
  const text = evidenceText(file);
  const sha256 = hash('sha256', text, 'hex');
  await ports.database.inTransaction(async (tx) => {
    await record(ports, tx, asPerson(acting), {
      type: 'evidence.exported',
      subjectId: person.id,
      credentialId: found?.id ?? null,
      policyDigest: file.policy.digest,
      detail: { about: file.about, passkeys: passkeys.length, sha256, sizeBytes: Buffer.byteLength(text) },
    });
  });
  return ok({ file, text, name: nameOf(file, found), sha256 });
}

function nameOf({ person, madeAt }: EvidenceFile, passkey: PasskeyRecord | null): string {
  const day = madeAt.slice(0, 10);
  // Usernames and ids have no character that a header or a file system minds.
  return passkey === null
    ? `evidence-${person.username}-${day}.json`
    : `evidence-${passkey.id.slice(0, 16)}-${day}.json`;
}
