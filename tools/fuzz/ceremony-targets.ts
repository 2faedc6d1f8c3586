import { type AttestationKind, attestationKinds } from '@holdfast/emulator';
import { type CborValue, encodeCbor, equalBytes, parseCertificate, toBase64url } from '@holdfast/encoding';
import { attestationTrust, verifyChain } from '@holdfast/trust';
import { peekAuthentication, peekRegistration, verifyAuthentication, verifyRegistration } from '@holdfast/webauthn';
import type { Chance } from './chance.ts';
import {
  type Assertion,
  AT,
  bytesOf,
  emulatedAssertions,
  emulatedRegistrations,
  foreignAssertions,
  foreignRegistrations,
  type Registration,
  trustGroupAssertions,
} from './corpus.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateCbor } from './mutate-cbor.ts';
import { mutateDer } from './mutate-der.ts';
import { mutateJson } from './mutate-json.ts';
import { promise, type Target, target } from './target.ts';

/** Byte strings of a statement are certificates and other DER, TPM structures and signatures. */
const insideStatement = (content: Uint8Array, chance: Chance) =>
  chance.once(2) ? mutateDer(content, chance) : mutateBytes(content, chance);

type Damaged = {
  readonly registration: Registration;
  readonly clientDataJSON: Uint8Array;
  readonly attestationObject: Uint8Array;
};
type DamagedSigned = Damaged & { readonly authData: Uint8Array };

function verifyDamaged({ registration, clientDataJSON, attestationObject }: Damaged) {
  const response = {
    ...registration.response,
    response: {
      ...registration.response.response,
      clientDataJSON: toBase64url(clientDataJSON),
      attestationObject: toBase64url(attestationObject),
    },
  };
  return verifyRegistration(response, registration.expected);
}

const authDataOf = ({ object }: Registration): Uint8Array => {
  const value: unknown = object.get('authData');
  return value instanceof Uint8Array ? value : new Uint8Array();
};

const withMember = ({ object }: Registration, name: string, value: CborValue) =>
  encodeCbor(new Map<number | string, CborValue>([...object, [name, value]]));

/** U2F signs neither flags, counter nor model; the model must be zero there. */
const unsignedByU2f = { from: 32, to: 37 } as const;

function isOnlyUnsigned(kind: AttestationKind, before: Uint8Array, after: Uint8Array): boolean {
  if (kind !== 'fido-u2f' || before.length !== after.length) return false;
  const { from, to } = unsignedByU2f;
  return (
    equalBytes(before.subarray(0, from), after.subarray(0, from)) && equalBytes(before.subarray(to), after.subarray(to))
  );
}

/** Authenticator data or client data change while the statement stays: whoever accepts that has not checked a signature. */
function signedTarget(kind: AttestationKind): Target {
  return target(`signed-${kind}`, `changed signed bytes of a registration with ${kind}`, () => {
    const corpus = emulatedRegistrations([kind]);
    return {
      make: (chance): DamagedSigned => {
        const registration = chance.oneOf(corpus);
        const [before, clientDataJSON] = [authDataOf(registration), registration.clientDataJSON];
        const isText = chance.once(2);
        const authData = isText ? before : mutateBytes(before, chance);
        return {
          registration,
          authData,
          clientDataJSON: isText ? damagedText(clientDataJSON, chance) : clientDataJSON,
          attestationObject: withMember(registration, 'authData', authData),
        };
      },
      check: (damaged) => {
        if (!verifyDamaged(damaged).ok) return false;
        const { registration, authData, clientDataJSON } = damaged;
        const before = authDataOf(registration);
        const isSame = equalBytes(clientDataJSON, registration.clientDataJSON) && equalBytes(authData, before);
        promise(isSame || isOnlyUnsigned(kind, before, authData), 'a changed signed byte is refused');
        return true;
      },
    };
  });
}

function damagedText(bytes: Uint8Array, chance: Chance): Uint8Array {
  if (chance.once(2)) return mutateBytes(bytes, chance);
  return new TextEncoder().encode(mutateJson(new TextDecoder().decode(bytes), chance));
}

/** The statement changes. Some of it nobody signs; but what ends in an anchor must be what the maker certified. */
function statementTarget(kind: AttestationKind): Target {
  return target(`statement-${kind}`, `changed statements of ${kind}`, () => {
    const corpus = [
      ...emulatedRegistrations([kind]),
      ...foreignRegistrations().filter((each) => sameFormat(each, kind)),
    ];
    return {
      make: (chance): Damaged => {
        const registration = chance.oneOf(corpus);
        const { attestationObject, clientDataJSON } = registration;
        return {
          registration,
          clientDataJSON,
          attestationObject: mutateCbor(attestationObject, chance, insideStatement),
        };
      },
      check: (damaged) => {
        const result = verifyDamaged(damaged);
        if (!result.ok) return false;
        const { attestation } = result.value.facts;
        if (attestation.type !== 'certified') return true;
        const trust = attestationTrust(attestation, damaged.registration.anchors, AT);
        promise(
          !trust.trusted || leafIsGenuine(attestation.chain, damaged.registration),
          'what is trusted was certified',
        );
        return true;
      },
    };
  });
}

const sameFormat = (registration: Registration, kind: AttestationKind) =>
  kind === registration.kind || (kind === 'packed-basic' && registration.kind === 'packed');

/** The signed part of the leaf is that of the chain which the maker issued. Signatures around it can be written in several ways. */
function leafIsGenuine(chain: readonly string[], registration: Registration): boolean {
  const leaf = parseCertificate(bytesOf(chain[0] ?? ''));
  const original = verifyDamaged({ ...registration, registration });
  if (!leaf.ok || !original.ok || original.value.facts.attestation.type !== 'certified') return false;
  const genuine = parseCertificate(bytesOf(original.value.facts.attestation.chain[0] ?? ''));
  return genuine.ok && equalBytes(genuine.value.signed, leaf.value.signed);
}

const assertionTarget = target('signed-assertion', 'changed bytes of sign-ins', () => {
  const corpus = emulatedAssertions();
  const names = ['clientDataJSON', 'authenticatorData', 'signature'] as const;
  return {
    make: (chance) => {
      const assertion = chance.oneOf(corpus);
      const name = chance.oneOf(names);
      const before = bytesOf(assertion.response.response[name]);
      const after =
        name === 'clientDataJSON'
          ? damagedText(before, chance)
          : name === 'signature' && chance.once(2)
            ? mutateDer(before, chance)
            : mutateBytes(before, chance);
      return { assertion, name, before, after };
    },
    check: ({ assertion: { response, expected, credential }, name, before, after }) => {
      const members = { ...response.response, [name]: toBase64url(after) };
      const result = verifyAuthentication({ ...response, response: members }, expected, credential);
      promise(!result.ok || equalBytes(before, after), 'a changed byte is refused');
      return result.ok;
    },
  };
});

/** Output of the extension `cmtgKey`: of a changed key or signature nothing is believed, whatever else is in the output. */
const trustGroupTarget = target('trust-group-key', 'changed outputs of the extension cmtgKey', () => {
  const corpus = trustGroupAssertions();
  const members = ['cmtgKey', 'signature'] as const;
  const outputOf = ({ response }: Assertion) =>
    response.clientExtensionResults['cmtgKey'] as Readonly<Record<(typeof members)[number], string>>;
  return {
    make: (chance) => {
      const assertion = chance.oneOf(corpus);
      const output = outputOf(assertion);
      if (chance.once(3)) return { assertion, changed: parsed(mutateJson(JSON.stringify(output), chance)) };
      const name = chance.oneOf(members);
      const before = bytesOf(output[name]);
      const after =
        name === 'cmtgKey' && chance.once(2) ? mutateCbor(before, chance, mutateBytes) : mutateBytes(before, chance);
      return { assertion, changed: { ...output, [name]: toBase64url(after) } };
    },
    check: ({ assertion, changed }) => {
      const { response, expected, credential } = assertion;
      const result = verifyAuthentication(
        { ...response, clientExtensionResults: { cmtgKey: changed } },
        expected,
        credential,
      );
      if (!result.ok || result.value.trustGroupKey.state === 'absent') return false;
      const { cmtgKey, signature } = outputOf(assertion);
      promise(toBase64url(result.value.trustGroupKey.publicKey) === cmtgKey, 'only the signed key is believed');
      const given = (changed as { readonly signature?: unknown }).signature;
      promise(given === signature, 'a changed signature by the group is refused');
      return true;
    },
  };
});

/** The JWS of SafetyNet: every byte of it is signed or the signature. */
const jwsTarget = target('jws', 'changed responses of SafetyNet', () => {
  const corpus = emulatedRegistrations(['android-safetynet']);
  return {
    make: (chance) => {
      const registration = chance.oneOf(corpus);
      const statement: unknown = registration.object.get('attStmt');
      const text: unknown = statement instanceof Map ? statement.get('response') : undefined;
      const before = text instanceof Uint8Array ? text : new Uint8Array();
      return { registration, before, after: damagedJws(before, chance) };
    },
    check: ({ registration, before, after }) => {
      const statement = new Map<string, CborValue>([
        ['ver', '252431022'],
        ['response', after],
      ]);
      const { clientDataJSON } = registration;
      const attestationObject = withMember(registration, 'attStmt', statement);
      const result = verifyDamaged({ registration, clientDataJSON, attestationObject });
      promise(!result.ok || equalBytes(before, after), 'a changed response is refused');
      return result.ok;
    },
  };
});

function damagedJws(bytes: Uint8Array, chance: Chance): Uint8Array {
  if (chance.once(3)) return mutateBytes(bytes, chance);
  const parts = Buffer.from(bytes).toString('latin1').split('.');
  const at = chance.below(parts.length);
  const decoded = Buffer.from(parts[at] ?? '', 'base64url');
  const changed = at === 2 ? mutateBytes(decoded, chance) : Buffer.from(mutateJson(decoded.toString('utf8'), chance));
  parts[at] = Buffer.from(changed).toString('base64url');
  return Buffer.from(parts.join('.'));
}

const jsonTarget = target('response-json', 'changed JSON of responses', () => {
  const registrations = [...emulatedRegistrations(), ...foreignRegistrations()];
  const assertions: readonly Assertion[] = [...emulatedAssertions(), ...foreignAssertions()];
  const texts = [...registrations, ...assertions].map(({ response }) => JSON.stringify(response));
  const [registration] = registrations;
  const [assertion] = assertions;
  if (registration === undefined || assertion === undefined) throw new Error('an empty corpus');
  return {
    make: (chance) => mutateJson(chance.oneOf(texts), chance),
    check: (text) => {
      const response = parsed(text);
      if (response === undefined) return false;
      peekRegistration(response);
      peekAuthentication(response);
      const registered = verifyRegistration(response, registration.expected);
      const signedIn = verifyAuthentication(response, assertion.expected, assertion.credential);
      return registered.ok || signedIn.ok;
    },
  };
});

/** Text that is no JSON is refused before anything of ours sees it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const chainTarget = target('chain', 'changed chains and anchors', () => {
  const chains = emulatedRegistrations(['packed-basic', 'tpm', 'android-key', 'apple']).flatMap((registration) => {
    const result = verifyDamaged({ ...registration, registration });
    const attestation = result.ok ? result.value.facts.attestation : undefined;
    return attestation?.type === 'certified' ? [{ chain: attestation.chain, anchors: registration.anchors }] : [];
  });
  const everyone = chains.flatMap(({ chain, anchors }) => [...chain, ...anchors]);
  return {
    make: (chance) => {
      const { chain, anchors } = chance.oneOf(chains);
      const list = [...chain];
      const at = chance.below(list.length);
      const other = chance.oneOf(everyone);
      const damaged = toBase64url(mutateDer(bytesOf(list[at] ?? ''), chance));
      if (chance.once(3)) list.splice(at, 1, damaged);
      else
        list.splice(chance.below(list.length + 1), 0, ...Array.from({ length: chance.oneOf([1, 2, 7]) }, () => other));
      return { genuine: chain, list, anchors: chance.once(8) ? [damaged] : anchors };
    },
    check: ({ genuine, list, anchors }) => {
      const result = verifyChain(list, anchors, AT);
      if (!result.ok) return false;
      const leaf = parseCertificate(bytesOf(list[0] ?? ''));
      const known = [...genuine, ...everyone, ...anchors].map((text) => parseCertificate(bytesOf(text)));
      const isKnown = known.some((each) => each.ok && leaf.ok && equalBytes(each.value.signed, leaf.value.signed));
      promise(isKnown, 'what ends in an anchor was certified');
      return true;
    },
  };
});

const certifying = attestationKinds.filter((kind) => kind !== 'none');

export const ceremonyTargets: readonly Target[] = [
  ...certifying.map(signedTarget),
  ...attestationKinds.map(statementTarget),
  assertionTarget,
  trustGroupTarget,
  jwsTarget,
  jsonTarget,
  chainTarget,
];
