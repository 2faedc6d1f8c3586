import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { type Certificate, parseCertificate } from '@holdfast/encoding';
import { formatAaguid } from '@holdfast/webauthn';
import { branch, bytesField, field, type InspectNode } from './node.ts';

const step = 'attestationStatement';
const AAGUID_EXTENSION = '1.3.6.1.4.1.45724.1.1.4';

const extensionNames: ReadonlyMap<string, string> = new Map([
  ['2.5.29.14', 'subject key identifier'],
  ['2.5.29.15', 'key usage'],
  ['2.5.29.17', 'subject alternative name'],
  ['2.5.29.19', 'basic constraints'],
  ['2.5.29.31', 'CRL distribution points'],
  ['2.5.29.32', 'certificate policies'],
  ['2.5.29.35', 'authority key identifier'],
  ['2.5.29.37', 'extended key usage'],
  ['1.3.6.1.5.5.7.1.1', 'authority information access'],
  [AAGUID_EXTENSION, 'AAGUID (FIDO)'],
  ['1.3.6.1.4.1.45724.2.1.1', 'U2F transports (FIDO)'],
  ['1.3.6.1.4.1.11129.2.1.17', 'key description (Android)'],
  ['1.3.6.1.4.1.11129.2.1.30', 'provisioning information (Android)'],
  ['1.2.840.113635.100.8.2', 'nonce (Apple)'],
  ['1.3.6.1.4.1.41482.2', 'device type (Yubico)'],
  ['1.3.6.1.4.1.41482.12', 'device group (Yubico)'],
  ['1.3.6.1.4.1.41482.13.1', 'firmware version (Yubico)'],
  ['1.3.6.1.4.1.311.21.10', 'application policies (Microsoft)'],
]);

/** One certificate as it came, whoever signed it. */
export function certificateNode(label: string, der: Uint8Array): InspectNode {
  try {
    return readableNode(label, der, new X509Certificate(der));
  } catch {
    // OpenSSL reads fields when they are asked for, and throws at whichever is broken.
    return bytesField(label, der, { note: 'not a certificate that can be read', step });
  }
}

function readableNode(label: string, der: Uint8Array, x509: X509Certificate): InspectNode {
  const parsed = parseCertificate(der);
  const value = oneLine(x509.subject) === '' ? '(empty subject)' : oneLine(x509.subject);
  const isRoot = x509.subject !== undefined && x509.subject === x509.issuer;
  const children = [
    field('Subject', value, { step }),
    field('Issuer', oneLine(x509.issuer), {
      note: isRoot ? 'itself: a root that comes along is never an anchor' : undefined,
      step: 'attestationTrust',
    }),
    field('Valid', `${timeText(x509.validFromDate)} to ${timeText(x509.validToDate)}`, {
      step: 'attestationTrust',
    }),
    field('Serial number', x509.serialNumber.toLowerCase(), { note: 'hexadecimal' }),
    field('Public key', keyText(x509), { step }),
    ...(parsed.ok ? parsedNodes(parsed.value, x509) : [field('Unreadable', parsed.error.code, { step })]),
    bytesField('SHA-256', createHash('sha256').update(der).digest(), {
      as: 'hex',
      note: 'fingerprint of the certificate',
    }),
  ];
  return branch(label, children, { value, sizeBytes: der.length, step });
}

function parsedNodes(
  { version, basicConstraints, keyUsage, extensions }: Certificate,
  x509: X509Certificate,
): InspectNode[] {
  const constraints =
    basicConstraints === null
      ? 'none'
      : `CA ${String(basicConstraints.ca)}${basicConstraints.pathLength === null ? '' : `, path length ${basicConstraints.pathLength}`}`;
  const uses = [keyUsage?.digitalSignature && 'digital signature', keyUsage?.keyCertSign && 'certificate signing'];
  return [
    field('Version', String(version), { step }),
    field('Basic constraints', constraints, { step }),
    ...(keyUsage === null ? [] : [field('Key usage', uses.filter(Boolean).join(', ') || 'others')]),
    branch(
      'Extensions',
      [...extensions].map(([oid, { critical, value }]) => extensionNode(oid, critical, value, x509)),
    ),
  ];
}

function extensionNode(oid: string, critical: boolean, value: Uint8Array, x509: X509Certificate): InspectNode {
  const name = extensionNames.get(oid);
  const label = name === undefined ? oid : `${name} (${oid})`;
  const beside = { note: critical ? 'critical' : undefined };
  if (oid === AAGUID_EXTENSION && value.length === 18) {
    return field(label, formatAaguid(value.subarray(2)), { note: 'the model that the certificate is for', step });
  }
  if (oid === '2.5.29.17' && x509.subjectAltName !== undefined) return field(label, x509.subjectAltName, beside);
  if (oid === '2.5.29.37' && Array.isArray(x509.keyUsage)) return field(label, x509.keyUsage.join(', '), beside);
  return bytesField(label, value, { as: value.length <= 64 ? 'hex' : 'base64url', ...beside });
}

/** Certificates can say times that are none. */
function timeText(time: Date): string {
  return Number.isNaN(time.getTime()) ? 'no time' : time.toISOString();
}

function keyText(x509: X509Certificate): string {
  const key = publicKeyOf(x509);
  if (key === null) return 'cannot be imported';
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  const detail = namedCurve ?? (modulusLength === undefined ? undefined : `${modulusLength} bits`);
  return detail === undefined ? `${key.asymmetricKeyType}` : `${key.asymmetricKeyType}, ${detail}`;
}

function publicKeyOf(x509: X509Certificate): KeyObject | null {
  try {
    return x509.publicKey;
  } catch {
    return null;
  }
}

function oneLine(name: string | undefined): string {
  return name?.replaceAll('\n', ', ') ?? '';
}
