import { equalBytes, isSameKey, parseCertificate } from '@holdfast/encoding';
import { err, ok, type Result, refuse } from '@holdfast/kernel';
import {
  type AndroidKeyDescription,
  KEY_DESCRIPTION_EXTENSION,
  parseKeyDescription,
} from './android-key-description.ts';
import {
  attToBeSigned,
  type CertificateBytes,
  certifiedByDevice,
  readAlgorithm,
  readBytes,
  readChain,
  readLeaf,
  readMembers,
  signatureRefusal,
  unfitCertificate,
} from './attestation-statement.ts';
import type { AndroidAuthorizations } from './facts.ts';
import type { FormatInput, FormatVerifier } from './formats.ts';
import type { WebauthnRefusal } from './step.ts';

/** KM_PURPOSE_SIGN. */
const PURPOSE_SIGN = 2;

/** WebAuthn L3 §8.4. */
export const verifyAndroidKey: FormatVerifier = (input) => {
  const members = readMembers(input.attStmt, ['alg', 'sig', 'x5c']);
  if (!members.ok) return members;
  const algorithm = readAlgorithm(members.value, input);
  if (!algorithm.ok) return algorithm;
  const signature = readBytes(members.value, 'sig');
  if (!signature.ok) return signature;
  const chain = readChain(members.value);
  if (!chain.ok) return chain;
  const leaf = readLeaf(chain.value);
  if (!leaf.ok) return leaf;
  const refusal = signatureRefusal(leaf.value, algorithm.value, attToBeSigned(input), signature.value);
  if (refusal !== undefined) return err(refusal);
  if (!isSameKey(leaf.value.spki, input.credentialKey)) {
    return err(refuse('webauthn.attestation_key_mismatch', { reason: 'the certificate is of another key' }));
  }
  const description = readDescription(chain.value, leaf.value.extensions.get(KEY_DESCRIPTION_EXTENSION)?.value);
  if (!description.ok) return description;
  const broken = descriptionRefusal(description.value, input);
  if (broken !== undefined) return err(broken);
  return ok(certifiedByDevice(algorithm.value.number, chain.value, leaf.value, description.value.details));
};

/**
 * The description of the leaf. One in another certificate means that somebody who owns an attested key issued the leaf with it, as if
 * that key were an authority: the description of such a leaf says whatever its maker liked.
 */
function readDescription(
  [, ...issuers]: CertificateBytes,
  value: Uint8Array | undefined,
): Result<AndroidKeyDescription, WebauthnRefusal> {
  if (value === undefined) return err(refuse('webauthn.attestation_key_description_missing'));
  for (const der of issuers) {
    const issuer = parseCertificate(der);
    if (!issuer.ok) return err(unfitCertificate('not a certificate'));
    if (issuer.value.extensions.has(KEY_DESCRIPTION_EXTENSION)) {
      return err(refuse('webauthn.attestation_chain_extended', { issuer: issuer.value.subjectText }));
    }
  }
  const description = parseKeyDescription(value);
  if (description.ok) return description;
  return err(refuse('webauthn.attestation_key_description_malformed', { reason: description.error }));
}

/** The checks on the extension, in the order of the text. */
function descriptionRefusal(
  { challenge, allApplications, details: { softwareEnforced, hardwareEnforced } }: AndroidKeyDescription,
  { clientDataHash, settings }: FormatInput,
): WebauthnRefusal | undefined {
  if (!equalBytes(challenge, clientDataHash)) {
    return refuse('webauthn.attestation_nonce_mismatch', { reason: 'attestationChallenge' });
  }
  if (allApplications) return refuse('webauthn.attestation_key_for_all_applications');
  const lists = settings.androidKeyRequireTee === true ? [hardwareEnforced] : [softwareEnforced, hardwareEnforced];
  const origins = lists.flatMap(({ origin }) => (origin === null ? [] : [origin]));
  // Two lists that disagree are no proof.
  if (origins.length === 0 || origins.some((origin) => origin !== 'generated')) {
    return refuse('webauthn.attestation_key_not_generated', { received: origins, expected: ['generated'] });
  }
  return maySign(lists) ? undefined : refuse('webauthn.attestation_key_not_for_signing');
}

function maySign(lists: readonly AndroidAuthorizations[]): boolean {
  return lists.some(({ purposes }) => purposes.includes(PURPOSE_SIGN));
}
