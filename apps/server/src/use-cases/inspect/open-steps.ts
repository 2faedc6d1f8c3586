/** Which steps a missing member leaves open. Other members have defaults that the contract of the case names. */
const dependents: ReadonlyMap<string, readonly string[]> = new Map([
  ['expected', ['challenge', 'origin', 'crossOrigin', 'topOrigin', 'rpIdHash', 'userVerified']],
  ['expected.challenge', ['challenge']],
  ['expected.origins', ['origin']],
  ['expected.rpId', ['rpIdHash']],
  ['expected.requireUserVerification', ['userVerified']],
  ['credential', ['credentialOwner', 'backupEligibility', 'signature', 'signCount']],
  ['credential.id', ['credentialOwner']],
  ['credential.publicKey', ['signature']],
  ['credential.signCount', ['signCount']],
]);

const withoutClientData = [
  'response',
  'clientExtensionResults',
  'clientDataText',
  'clientDataJson',
  'type',
  'challenge',
  'origin',
  'crossOrigin',
  'topOrigin',
  'clientDataHash',
];

/** Steps that cannot be compared, each with the reason. */
export function openSteps(missing: readonly string[], isAttestationObjectOnly: boolean): ReadonlyMap<string, string> {
  const open = new Map<string, string>();
  for (const path of missing) {
    for (const step of dependents.get(path) ?? []) {
      if (!open.has(step)) open.set(step, `Not compared: the case has no “${path}”.`);
    }
  }
  if (isAttestationObjectOnly) {
    for (const step of withoutClientData) open.set(step, 'Not compared: there is no client data.');
    open.set('attestationStatement', 'Not checked: the signature covers the client data, and there is none.');
  }
  return open;
}
