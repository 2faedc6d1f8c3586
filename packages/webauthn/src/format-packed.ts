import { type Certificate, type CoseAlgorithm, DerReader, derTags } from '@holdfast/encoding';
import { err, ok, type Result, refuse } from '@holdfast/kernel';
import { certifiedAaguidRefusal } from './attestation-aaguid.ts';
import {
  attToBeSigned,
  type CertificateBytes,
  certifiedByBatch,
  certifiedByDevice,
  readAlgorithm,
  readBytes,
  readChain,
  readLeaf,
  readMembers,
  signatureRefusal,
  unfitCertificate,
} from './attestation-statement.ts';
import type { StatementFacts } from './facts.ts';
import type { FormatInput, FormatVerifier } from './formats.ts';
import { signatureIsValid } from './signature.ts';
import type { WebauthnRefusal } from './step.ts';

/** id-fido-gen-ce-sernum. */
const SERIAL_NUMBER_EXTENSION = '1.3.6.1.4.1.45724.1.1.2';

/** WebAuthn L3 §8.2. The syntax is closed: `ecdaaKeyId` of Level 1 is gone, and nothing took its place. */
export const verifyPacked: FormatVerifier = (input) => {
  const members = readMembers(input.attStmt, ['alg', 'sig', 'x5c']);
  if (!members.ok) return members;
  const [algorithm, signature] = [readAlgorithm(members.value, input), readBytes(members.value, 'sig')];
  if (!algorithm.ok) return algorithm;
  if (!signature.ok) return signature;
  if (!members.value.has('x5c')) return verifySelf(input, algorithm.value, signature.value);
  const chain = readChain(members.value);
  return chain.ok ? verifyCertified(input, algorithm.value, signature.value, chain.value) : chain;
};

/** L3 §8.2: `x5c` is not present, the credential key attests itself. */
function verifySelf(
  input: FormatInput,
  algorithm: CoseAlgorithm,
  signature: Uint8Array,
): Result<StatementFacts, WebauthnRefusal> {
  const { algorithm: own, keyObject } = input.credentialKey;
  if (algorithm.number !== own.number) {
    return err(refuse('webauthn.attestation_algorithm_mismatch', { received: algorithm.number, expected: own.number }));
  }
  if (!signatureIsValid(algorithm, keyObject, attToBeSigned(input), signature)) {
    return err(refuse('webauthn.attestation_signature_invalid', { algorithm: algorithm.name }));
  }
  return ok({ type: 'self', algorithm: algorithm.number });
}

/** L3 §8.2: `x5c` is present. Whether its chain leads anywhere is for the assessment to say. */
function verifyCertified(
  input: FormatInput,
  algorithm: CoseAlgorithm,
  signature: Uint8Array,
  chain: CertificateBytes,
): Result<StatementFacts, WebauthnRefusal> {
  const leaf = readLeaf(chain);
  if (!leaf.ok) return leaf;
  const refusal =
    signatureRefusal(leaf.value, algorithm, attToBeSigned(input), signature) ??
    requirementRefusal(leaf.value) ??
    certifiedAaguidRefusal(leaf.value, input.aaguid) ??
    serialNumberRefusal(leaf.value);
  if (refusal !== undefined) return err(refusal);
  const enterprise = leaf.value.extensions.has(SERIAL_NUMBER_EXTENSION);
  const details = { format: 'packed', enterprise } as const;
  return ok(
    enterprise
      ? certifiedByDevice(algorithm.number, chain, leaf.value, details)
      : certifiedByBatch(algorithm.number, chain, details),
  );
}

/** L3 §8.2.1, in the order of the text. */
function requirementRefusal({ version, subject, basicConstraints }: Certificate): WebauthnRefusal | undefined {
  if (version !== 3) return unfitCertificate(`version ${version}`);
  if (subject.country.length !== 1 || !/^[A-Z]{2}$/.test(subject.country[0] ?? ''))
    return unfitCertificate('subject C');
  if (!subject.organization.some((name) => name !== '')) return unfitCertificate('subject O');
  if (!subject.organizationalUnit.includes('Authenticator Attestation')) return unfitCertificate('subject OU');
  if (!subject.commonName.some((name) => name !== '')) return unfitCertificate('subject CN');
  if (basicConstraints === null) return unfitCertificate('basic constraints are missing');
  if (basicConstraints.ca) return unfitCertificate('CA is true');
  return undefined;
}

/** L3 §8.2.2: an OCTET STRING, never critical. */
function serialNumberRefusal({ extensions }: Certificate): WebauthnRefusal | undefined {
  const extension = extensions.get(SERIAL_NUMBER_EXTENSION);
  if (extension === undefined) return undefined;
  if (extension.critical) return unfitCertificate('serial number extension is critical');
  const reader = new DerReader(extension.value);
  const item = reader.item(derTags.octetString);
  reader.close();
  if (reader.fault === null && item.end > item.contentStart) return undefined;
  return unfitCertificate('serial number extension is not an OCTET STRING');
}
