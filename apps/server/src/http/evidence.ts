import { ok, type Result } from '@holdfast/kernel';
import { type Exported, exportEvidence } from '../use-cases/evidence/export-evidence.ts';
import { evidenceContract as contract, type EvidenceFile } from './contract/evidence.ts';
import { type Answer, type RefusedCall, type Route, route } from './route.ts';

export const evidenceRoutes: readonly Route[] = [
  route(contract.ofPerson, async (ports, call) =>
    answerOf(await exportEvidence(ports, call, { personId: call.params.personId })),
  ),
  route(contract.ofPasskey, async (ports, call) =>
    answerOf(await exportEvidence(ports, call, { credentialId: call.params.credentialId })),
  ),
];

function answerOf(exported: Result<Exported, RefusedCall>): Result<Answer<EvidenceFile>, RefusedCall> {
  if (!exported.ok) return exported;
  const { file, text, name, sha256 } = exported.value;
  return ok({ body: file, file: { name, text, sha256 } });
}
