import type { TrustedModel } from './assessment.ts';

/** A name that the public knows for an AAGUID. It proves nothing: anybody can claim an AAGUID. */
export type KnownModel = { readonly name: string; readonly kind: TrustedModel['kind'] };

/**
 * Names of passkey providers and platforms are those of the community list at github.com/passkeydeveloper/passkey-authenticator-aaguids
 * (as read in November 2026); names of Windows Hello and of Yubico's keys are the descriptions in the FIDO metadata BLOB no. 12 of
 * 2022-03-01: hardware is a TPM, software is nothing of the kind.
 *
 * `synced` holds whatever the flags say: Samsung Pass copies passkeys between devices with BE=0, and a vault of a password manager
 * is a file that can be copied.
 */
export const knownModels: ReadonlyMap<string, KnownModel> = new Map<string, KnownModel>([
  ['ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4', { name: 'Google Password Manager', kind: 'synced' }],
  ['fbfc3007-154e-4ecc-8c0b-6e020557d7bd', { name: 'iCloud Keychain', kind: 'synced' }],
  ['dd4ec289-e01d-41c9-bb89-70fa845d4bf2', { name: 'iCloud Keychain (Managed)', kind: 'synced' }],
  ['bada5566-a7aa-401f-bd96-45619a55120d', { name: '1Password', kind: 'synced' }],
  ['d548826e-79b4-db40-a3d8-11116f7e8349', { name: 'Bitwarden', kind: 'synced' }],
  ['531126d6-e717-415c-9320-3d9aa6981239', { name: 'Dashlane', kind: 'synced' }],
  ['0ea242b4-43c4-4a1b-8b17-dd6d0b6baec6', { name: 'Keeper', kind: 'synced' }],
  ['b84e4048-15dc-4dd0-8640-f4f60813c8af', { name: 'NordPass', kind: 'synced' }],
  ['f3809540-7f14-49c1-a8b3-8f813b225541', { name: 'Enpass', kind: 'synced' }],
  ['50726f74-6f6e-5061-7373-50726f746f6e', { name: 'Proton Pass', kind: 'synced' }],
  ['fdb141b2-5d84-443e-8a35-4698c205a502', { name: 'KeePassXC', kind: 'synced' }],
  ['53414d53-554e-4700-0000-000000000000', { name: 'Samsung Pass', kind: 'synced' }],
  ['08987058-cadc-4b81-b6e1-30de50dcbe96', { name: 'Windows Hello Hardware Authenticator', kind: 'platform' }],
  ['9ddd1817-af5a-4672-a2b9-3e3dd95000a9', { name: 'Windows Hello VBS Hardware Authenticator', kind: 'platform' }],
  ['6028b017-b1d4-4c02-b4b3-afcdafc96bb2', { name: 'Windows Hello Software Authenticator', kind: 'platform' }],
  ['adce0002-35bc-c60a-648b-0b25f1f05503', { name: 'Chrome on Mac', kind: 'platform' }],
  ['771b48fd-d3d4-4f74-9232-fc157ab0507a', { name: 'Edge on Mac', kind: 'platform' }],
  ['fa2b99dc-9e39-4257-8f92-4a30d23c4118', { name: 'YubiKey 5 Series with NFC', kind: 'security-key' }],
  ['2fc0579f-8113-47ea-b116-bb5a8db9202a', { name: 'YubiKey 5 Series with NFC', kind: 'security-key' }],
  ['cb69481e-8ff7-4039-93ec-0a2729a154a8', { name: 'YubiKey 5 Series', kind: 'security-key' }],
  ['ee882879-721c-4913-9775-3dfcce97072a', { name: 'YubiKey 5 Series', kind: 'security-key' }],
  ['c5ef55ff-ad9a-4b9f-b580-adebafe026d0', { name: 'YubiKey 5Ci', kind: 'security-key' }],
  ['73bb0cd4-e502-49b8-9c6f-b59445bf720b', { name: 'YubiKey 5 FIPS Series', kind: 'security-key' }],
  ['c1f9a0bc-1dd2-404a-b27f-8e29047a43fd', { name: 'YubiKey 5 FIPS Series with NFC', kind: 'security-key' }],
  ['85203421-48f9-4355-9bc8-8a53846e5083', { name: 'YubiKey 5Ci FIPS', kind: 'security-key' }],
  ['d8522d9f-575b-4866-88a9-ba99fa02f35b', { name: 'YubiKey Bio Series', kind: 'security-key' }],
  ['f8a011f3-8c0a-4d15-8006-17111f9edc7d', { name: 'Security Key by Yubico', kind: 'security-key' }],
  ['b92c3f9a-c014-4056-887f-140a2501163b', { name: 'Security Key by Yubico', kind: 'security-key' }],
  ['6d44ba9b-f6ec-2e49-b930-0c8fe920cb73', { name: 'Security Key by Yubico with NFC', kind: 'security-key' }],
  ['149a2021-8ef6-4133-96b8-81f8d5b7f1f5', { name: 'Security Key by Yubico with NFC', kind: 'security-key' }],
]);
