import {
  type Certificate,
  type CoseAlgorithm,
  concatBytes,
  coseAlgorithm,
  equalBytes,
  keyFitsAlgorithm,
  parseCertificate,
  toBase64url,
} from '@holdfast/encoding';
import { err, ok, type Result, refuse } from '@holdfast/kernel';
import { formatAaguid } from './authenticator-data.ts';
import type { AttestationFacts } from './facts.ts';
import type { FormatInput, FormatVerifier } from './formats.ts';
import { signatureIsValid } from './signature.ts';
import type { WebauthnRefusal } from './step.ts';

/** id-fido-gen-ce-aaguid. */
const AAGUID_EXTENSION = '1.3.6.1.4.1.45724.1.1.4';
/** Longer chains are not seen in the field and cost time. */
const CHAIN_LENGTH_MAX = 8;

type PackedStatement = {
  readonly algorithm: CoseAlgorithm;
  readonly signature: Uint8Array;
  /** Null means self attestation. */
  readonly x5c: readonly [Uint8Array, ...Uint8Array[]] | null;
};

/** WebAuthn L3 §8.2. */
export const verifyPacked: FormatVerifier = (input) => {
  const statement = readStatement(input);
  if (!statement.ok) return statement;
  return statement.value.x5c === null
    ? verifySelf(input, statement.value)
    : verifyCertified(input, statement.value, statement.value.x5c);
};

/** L3 §8.2 verification procedure, first step. The syntax is closed: `ecdaaKeyId` of Level 1 is gone, and nothing took its place. */
function readStatement({ attStmt }: FormatInput): Result<PackedStatement, WebauthnRefusal> {
  const malformed = (reason: string) => err(refuse('webauthn.attestation_statement_malformed', { reason }));
  if (!(attStmt instanceof Map)) return malformed('not a map');
  for (const name of attStmt.keys()) {
    if (name !== 'alg' && name !== 'sig' && name !== 'x5c') return malformed(`unexpected member ${name}`);
  }
  const [alg, signature, x5c] = [attStmt.get('alg'), attStmt.get('sig'), attStmt.get('x5c')];
  if (typeof alg !== 'number') return malformed('alg');
  if (!(signature instanceof Uint8Array)) return malformed('sig');
  const algorithm = coseAlgorithm(alg);
  if (algorithm === undefined) {
    return err(refuse('webauthn.attestation_algorithm_mismatch', { received: alg, reason: 'not in the table' }));
  }
  if (!attStmt.has('x5c')) return ok({ algorithm, signature, x5c: null });
  if (!Array.isArray(x5c) || x5c.length > CHAIN_LENGTH_MAX) return malformed('x5c');
  const certificates = x5c.filter((element) => element instanceof Uint8Array);
  const [leaf, ...rest] = certificates;
  if (leaf === undefined || certificates.length !== x5c.length) return malformed('x5c');
  return ok({ algorithm, signature, x5c: [leaf, ...rest] });
}

/** L3 §8.2: `x5c` is not present, the credential key attests itself. */
function verifySelf(
  input: FormatInput,
  { algorithm, signature }: PackedStatement,
): Result<AttestationFacts, WebauthnRefusal> {
  const { credentialKey } = input;
  if (algorithm.number !== credentialKey.algorithm.number) {
    return err(
      refuse('webauthn.attestation_algorithm_mismatch', {
        received: algorithm.number,
        expected: credentialKey.algorithm.number,
      }),
    );
  }
  if (!signatureIsValid(algorithm, credentialKey.keyObject, signedBytes(input), signature)) {
    return err(refuse('webauthn.attestation_signature_invalid', { algorithm: algorithm.name }));
  }
  return ok({ type: 'self', algorithm: algorithm.number });
}

/** L3 §8.2: `x5c` is present. Whether its chain leads anywhere is for the assessment to say. */
function verifyCertified(
  input: FormatInput,
  { algorithm, signature }: PackedStatement,
  x5c: readonly [Uint8Array, ...Uint8Array[]],
): Result<AttestationFacts, WebauthnRefusal> {
  const leaf = parseCertificate(x5c[0]);
  if (!leaf.ok) return unfit('not a certificate');
  if (leaf.value.publicKey === null || !keyFitsAlgorithm(leaf.value, algorithm)) {
    return err(
      refuse('webauthn.attestation_algorithm_mismatch', { received: algorithm.number, reason: 'certified key' }),
    );
  }
  if (!signatureIsValid(algorithm, leaf.value.publicKey, signedBytes(input), signature)) {
    return err(refuse('webauthn.attestation_signature_invalid', { algorithm: algorithm.name }));
  }
  const refusal = certificateIsFit(leaf.value) ?? aaguidIsCertified(leaf.value, input.aaguid);
  if (refusal !== undefined) return err(refusal);
  return ok({ type: 'certified', algorithm: algorithm.number, chain: x5c.map(toBase64url) });
}

/** L3 §8.2.1, in the order of the text. */
function certificateIsFit({
  version,
  subject,
  extensions,
  basicConstraints,
}: Certificate): WebauthnRefusal | undefined {
  if (version !== 3) return unfit(`version ${version}`).error;
  if (subject.country.length !== 1 || !/^[A-Z]{2}$/.test(subject.country[0] ?? '')) return unfit('subject C').error;
  if (!subject.organization.some((name) => name !== '')) return unfit('subject O').error;
  if (!subject.organizationalUnit.includes('Authenticator Attestation')) return unfit('subject OU').error;
  if (!subject.commonName.some((name) => name !== '')) return unfit('subject CN').error;
  if (extensions.get(AAGUID_EXTENSION)?.critical === true) return unfit('AAGUID extension is critical').error;
  if (basicConstraints === null) return unfit('basic constraints are missing').error;
  if (basicConstraints.ca) return unfit('CA is true').error;
  return undefined;
}

/** L3 §8.2: the extension, where the certificate has it, names the model. Its value is an OCTET STRING inside of extnValue's. */
function aaguidIsCertified({ extensions }: Certificate, aaguid: string): WebauthnRefusal | undefined {
  const extension = extensions.get(AAGUID_EXTENSION);
  if (extension === undefined) return undefined;
  const wrapped = extension.value;
  if (wrapped.length !== 18 || !equalBytes(wrapped.subarray(0, 2), Uint8Array.of(0x04, 0x10))) {
    return unfit('AAGUID extension is not 16 bytes in an OCTET STRING').error;
  }
  const certified = formatAaguid(wrapped.subarray(2));
  if (certified === aaguid) return undefined;
  return refuse('webauthn.attestation_aaguid_mismatch', { received: aaguid, certified });
}

function signedBytes({ authDataBytes, clientDataHash }: FormatInput): Uint8Array {
  return concatBytes(authDataBytes, clientDataHash);
}

function unfit(reason: string) {
  return err(refuse('webauthn.attestation_certificate_unfit', { reason }));
}
