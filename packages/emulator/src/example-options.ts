import { toBase64url } from '@holdfast/encoding';
import type { CreationOptionsJSON, RequestOptionsJSON } from './ceremony-json.ts';
import type { Random } from './random.ts';
import { algorithmNamed, type SigningAlgorithm } from './signing-key.ts';

/** What a relying party asks for in tests and demonstrations, with a challenge of its own each time. */
export function exampleCreationOptions(
  random: Random,
  { rpId = 'login.example', offers = ['ES256', 'RS256'] }: { rpId?: string; offers?: readonly SigningAlgorithm[] } = {},
): CreationOptionsJSON & { readonly attestation: 'direct' } {
  return {
    rp: { id: rpId, name: 'Example' },
    user: { id: toBase64url(random(64)), name: 'ada', displayName: 'Ada' },
    challenge: toBase64url(random(32)),
    pubKeyCredParams: offers.map((name) => ({ type: 'public-key', alg: algorithmNamed(name).number })),
    authenticatorSelection: { userVerification: 'required', residentKey: 'required' },
    attestation: 'direct',
    extensions: { credProps: true },
  };
}

export function exampleRequestOptions(random: Random, rpId = 'login.example'): RequestOptionsJSON {
  return { rpId, challenge: toBase64url(random(32)), userVerification: 'required' };
}
