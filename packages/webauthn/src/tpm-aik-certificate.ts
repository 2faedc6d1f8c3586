import { type Certificate, contextTag, DerReader, derTags, readAttributes } from '@holdfast/encoding';
import { err, ok, type Result } from '@holdfast/kernel';
import { unfitCertificate } from './attestation-statement.ts';
import type { WebauthnRefusal } from './step.ts';

/** What TPMv2-EK-Profile §3.2.9 puts into the subject alternative name. */
export type AikDevice = { readonly manufacturer: string; readonly model: string; readonly version: string };

const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const TCG_KP_AIK_CERTIFICATE = '2.23.133.8.3';
const TCG_AT_TPM_MANUFACTURER = '2.23.133.2.1';
const TCG_AT_TPM_MODEL = '2.23.133.2.2';
const TCG_AT_TPM_VERSION = '2.23.133.2.3';
const DIRECTORY_NAME = contextTag(4);

/** L3 §8.3.1, in the order of the text. */
export function readAikCertificate(leaf: Certificate): Result<AikDevice, WebauthnRefusal> {
  if (leaf.version !== 3) return unfit(`version ${leaf.version}`);
  // An empty SEQUENCE.
  if (leaf.subjectName.length !== 2) return unfit('subject is not empty');
  const alternativeName = leaf.extensions.get(SUBJECT_ALTERNATIVE_NAME);
  if (alternativeName === undefined) return unfit('subject alternative name is missing');
  const device = readDevice(alternativeName.value);
  if (device === null) return unfit('subject alternative name');
  const extendedKeyUsage = leaf.extensions.get(EXTENDED_KEY_USAGE);
  if (extendedKeyUsage === undefined || !readPurposes(extendedKeyUsage.value).includes(TCG_KP_AIK_CERTIFICATE)) {
    return unfit('extended key usage');
  }
  if (leaf.basicConstraints === null) return unfit('basic constraints are missing');
  if (leaf.basicConstraints.ca) return unfit('CA is true');
  return ok(device);
}

/** GeneralNames with one directoryName; its attributes stand in one relative distinguished name or in three. */
function readDevice(value: Uint8Array): AikDevice | null {
  const reader = new DerReader(value);
  const names = reader.open(derTags.sequence);
  reader.close();
  let device: AikDevice | null = null;
  while (names.hasMore()) {
    const name = names.any();
    if (name.tag !== DIRECTORY_NAME) continue;
    const wrapper = names.inside(name);
    const attributes = readAttributes(wrapper.open(derTags.sequence));
    wrapper.close();
    const values = (oid: string) => attributes.filter(({ type }) => type === oid).map((attribute) => attribute.value);
    const [manufacturer, ...manufacturers] = values(TCG_AT_TPM_MANUFACTURER);
    const [model, ...models] = values(TCG_AT_TPM_MODEL);
    const [version, ...versions] = values(TCG_AT_TPM_VERSION);
    const isUnique = manufacturers.length + models.length + versions.length === 0 && device === null;
    if (!manufacturer || !model || !version || !isUnique || !/^id:[0-9A-F]{8}$/.test(manufacturer)) return null;
    device = { manufacturer, model, version };
  }
  return reader.fault === null ? device : null;
}

function readPurposes(value: Uint8Array): readonly string[] {
  const reader = new DerReader(value);
  const list = reader.open(derTags.sequence);
  reader.close();
  const purposes: string[] = [];
  while (list.hasMore()) purposes.push(list.objectIdentifier());
  return reader.fault === null ? purposes : [];
}

function unfit(reason: string) {
  return err(unfitCertificate(reason));
}
