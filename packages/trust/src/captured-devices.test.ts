import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type CapturedDevice, capturedPhones, capturedRegistrations } from '../../../vectors/captured-devices.ts';
import { assess } from './assess.ts';
import { type Assessment, assessmentMembers } from './assessment.ts';

/**
 * Case, class, evidence, model, protection of the key, and what is told of TPM or phone (level of the key, boot, patch level). "of the
 * case" are models that neither the metadata of 2022 nor this release knows, judged by the roots that came with the case.
 */
const registrations = `
w3c-none-es256 | synced | claimed | - | -
w3c-packed-self-es256 | synced | claimed | - | -
w3c-none-es256-crossorigin | platform | claimed | - | -
w3c-none-es256-toporigin | platform | claimed | - | -
w3c-none-es256-long-credential-id | synced | claimed | - | -
w3c-packed-es256 | synced | attested | of the case | -
w3c-packed-es384 | synced | attested | of the case | -
w3c-packed-es512 | synced | attested | of the case | -
w3c-packed-rs256 | synced | attested | of the case | -
w3c-packed-eddsa | security-key | attested | of the case | -
w3c-packed-ed448 | synced | attested | of the case | -
w3c-apple-es256 | synced | attested | of the case | -
swa-tpm-4ef8d7bc | platform | attested | of the case | - | FIDO conformance tools
swa-tpm-7ae4eb28 | platform | attested | Windows Hello Hardware Authenticator | hardware | STMicroelectronics
swa-akey-a7e5c214 | platform | attested | of the case | software | software unverified null
swa-asafetynet-559f6a02 | platform | claimed | Android Authenticator with SafetyNet Attestation | -
swa-tpm-00e96649 | platform | attested | of the case | - | FIDO conformance tools
swa-tpm-acc211df | platform | attested | of the case | - | FIDO conformance tools
swa-u2f-2804a9cc | security-key | attested | of the case | -
swa-packed-e4fdc813 | platform | claimed | - | -
yubico-u2f-be1899df | security-key | attested | YK4 Series Key by Yubico | hardware secure_element remote_handle
yubico-packed-0b9fb56e | security-key | attested | YubiKey 5Ci | hardware secure_element
yubico-u2f-80eca9ec | security-key | claimed | - | -
yubico-packed-5930a6ab | security-key | attested | Security Key by Yubico | hardware secure_element
yubico-apple-7283298e | platform | attested | Apple device | hardware secure_element
yubico-packed-3bc22120 | security-key | attested | YubiKey 5 FIPS Series with NFC | hardware secure_element
yubico-packed-22b79a52 | security-key | attested | YubiKey Bio Series | hardware secure_element
yubico-packed-aedf9893 | security-key | attested | YubiKey Bio Series | hardware secure_element
yubico-packed-0f9a7f88 | security-key | attested | YubiKey Bio Series | hardware secure_element
yubico-tpm-50f77734 | platform | attested | Windows Hello Hardware Authenticator | hardware | STMicroelectronics
pyw-apple-d496e785 | platform | attested | Apple device | hardware secure_element
pyw-u2f-dcc6fc77 | security-key | attested | Security Key by Yubico with NFC | hardware secure_element remote_handle
pyw-packed-7b72defc | security-key | attested | YubiKey 5Ci | hardware secure_element
pyw-tpm-6852bdfa | platform | attested | Windows Hello Hardware Authenticator | hardware | Intel
pyw-tpm-4f395a74 | platform | attested | Windows Hello VBS Hardware Authenticator | hardware tee | STMicroelectronics
pyw-packed-1d360c87 | security-key | attested | Security Key by Yubico with NFC | hardware secure_element
pyw-none-21c026be | platform | claimed | - | -
pyw-packed-e1fe7544 | security-key | attested | Security Key by Yubico with NFC | hardware secure_element
pyw-none-b47cc7ee | platform | claimed | - | -
pyw-none-7e67b194 | platform | claimed | - | -
f2net-packed-7b3bb820 | security-key | attested | ATKey.Pro CTAP2.0 | hardware
f2net-none-4b471e59 | platform | claimed | - | -
f2net-u2f-89c7a11b | security-key | attested | Security Key by Yubico | hardware secure_element remote_handle
gow-none-3d57a7ca | platform | claimed | - | -
webauth-asafetynet-dc7868ff | platform | claimed | Android Authenticator with SafetyNet Attestation | -
webauth-packed-d4cdb4e0 | security-key | attested | of the case | -
webauth-packed-e492c397 | security-key | attested | of the case | -
webauth-u2f-1cf506d1 | security-key | attested | Security Key by Yubico | hardware secure_element remote_handle
webauth-none-fb33f326 | platform | claimed | - | -
webauth-u2f-5b5f34c4 | security-key | attested | Security Key by Yubico | hardware secure_element remote_handle
webauth-none-b2facc2c | platform | claimed | Windows Hello Software Authenticator | -
webauth-packed-dc9040a0 | security-key | attested | of the case | -
webauth-packed-8cf638ad | security-key | attested | of the case | -
f2lib-u2f-923f4ac7 | security-key | attested | YK4 Series Key by Yubico | hardware secure_element remote_handle
f2lib-apple-667bdf1a | platform | attested | Apple device | hardware secure_element
ruby-u2f-c17f1fb1 | security-key | attested | Feitian ePass FIDO-NFC Security Key | hardware secure_element remote_handle
ruby-packed-44ef3aa7 | platform | claimed | - | -
ruby-packed-08b205fc | security-key | attested | Security Key by Yubico | hardware secure_element
ruby-asafetynet-543980f5 | platform | claimed | Android Authenticator with SafetyNet Attestation | -
ruby-akey-33dab256 | platform | attested | of the case | software | software unverified null
ruby-apple-08b5c122 | platform | attested | Apple device | hardware secure_element
tweag-none-371dec59 | platform | claimed | - | -
tweag-packed-57b1e75a | platform | claimed | Chrome on Mac | -
firehed-u2f-da8de4be | security-key | attested | of the case | -
firehed-apple-b228360a | platform | attested | Apple device | hardware secure_element
firehed-packed-c52a0c68 | platform | claimed | Edge on Mac | -
firehed-packed-49d678c3 | security-key | attested | of the case | -
madwiz-apple-754b2f66 | platform | attested | Apple device | hardware secure_element
wanet-u2f-399f4138 | security-key | attested | YubiKey 5 Series | hardware secure_element remote_handle
wanet-none-d8e65678 | synced | claimed | - | -
wanet-packed-8f048589 | security-key | attested | YubiKey 5 Series with NFC | hardware secure_element
wanet-packed-07622d65 | security-key | attested | YubiKey  5 Series | hardware secure_element
authelia-packed-eea5cf2d | platform | claimed | - | -
reenc-swa-packed-2beb32e2 | platform | claimed | - | -
reenc-yubico-packed-739bde90 | security-key | claimed | Security Key by Yubico | -
reenc-f2net-packed-07aabfaf | security-key | attested | of the case | -
reenc-webauth-packed-2bf27658 | security-key | attested | Security Key by Yubico | hardware secure_element
reenc-firehed-u2f-dc4f4a46 | security-key | attested | of the case | -
par-swa-none-origins-list | platform | claimed | - | -
mut-none-cd-whitespace | synced | claimed | - | -
res-packed-self-es256k | synced | claimed | - | -
res-compound-packed-u2f | synced | attested | of the case | -
`;

const phones = `
ak-akita-34-tee-rsa-none | platform | attested | Android device | hardware tee | tee unverified 202408
ak-blueline-28-sb-rsa-none | platform | attested | Android device | hardware secure_element | strongbox unverified 201908
ak-blueline-28-sb-rsa-none-userauth | platform | attested | Android device | hardware secure_element | strongbox unverified 201908
ak-blueline-28-tee-rsa-base-imei | platform | attested | Android device | hardware tee | tee unverified 201908
ak-blueline-28-tee-rsa-none | platform | attested | Android device | hardware tee | tee unverified 201908
ak-marlin-29-tee-rsa-none | platform | claimed | - | - | tee unverified null
ak-tegu-37-tee-trusted-conf | platform | attested | Android device | hardware tee | tee unverified 202608
ak-tokay-37-tee-mldsa-rkp | platform | attested | Android device | hardware tee | tee unverified 202606
ak-invalid-rot | platform | attested | Android device | hardware tee | tee verified 202207
ak-google-ec-strongbox | platform | claimed | - | - | strongbox unverified 201907
ak-google-ec-tee | platform | attested | Android device | hardware tee | tee unverified 201907
ak-google-rsa-tee | platform | attested | Android device | hardware tee | tee unverified 201907
ak-warden-aks-4a2fa682 | platform | attested | Android device | hardware tee | tee verified 202408
ak-swa-akey-e9ec1d52 | platform | attested | Android device | hardware tee | tee verified 202111
`;

const nameless = 'Model of ';

function rowOf(id: string, { class: what, evidence, model, keyProtection, tpm, android }: Assessment): string {
  const name = model.name?.startsWith(nameless) === true ? 'of the case' : (model.name ?? '-');
  const boot = android?.verifiedBoot === true ? 'verified' : 'unverified';
  const phone = android === null ? [] : [`${android.keySecurityLevel} ${boot} ${android.osPatchLevel}`];
  const device = tpm === null ? phone : [String(tpm.manufacturerName)];
  return [id, what, evidence, name, keyProtection.join(' ') || '-', ...device].join(' | ');
}

function holds(devices: readonly CapturedDevice[], table: string): void {
  const rows = table.trim().split('\n');
  for (const { id, facts, trust, at } of devices) {
    const assessment = assess(facts, trust, at);
    const expected = rows.find((row) => row.startsWith(`${id} | `)) ?? `${id} is not in the table`;
    test(expected, () => {
      assert.equal(rowOf(id, assessment), expected);
      assert.deepEqual(new Set(assessment.reasons.map(({ about }) => about)), new Set(assessmentMembers));
      assert.deepEqual(JSON.parse(JSON.stringify(assessment)), assessment);
      const claimed = assess({ ...facts, attestation: { type: 'none' }, format: 'none' }, trust, at);
      assert.deepEqual([claimed.evidence, claimed.model.evidence], ['claimed', 'claimed']);
    });
  }
  if (devices.length > 0) test('each row is of one device', () => assert.equal(devices.length, rows.length));
}

describe('captured registrations, as they are judged', () => holds(capturedRegistrations(), registrations));
describe('captured phones, as they are judged', () => holds(capturedPhones(), phones));
