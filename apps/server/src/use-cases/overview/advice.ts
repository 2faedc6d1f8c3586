import { type QuarantineSituation, quarantineAdvice } from './quarantine-advice.ts';
import { type TrustSituation, trustAdvice } from './trust-advice.ts';

/** What the next steps are worked out from. */
export type Situation = {
  readonly owners: readonly { readonly id: string; readonly displayName: string; readonly passkeys: number }[];
  /** Whether one of them has a passkey that lets them in. */
  readonly ownerCanSignIn: boolean;
  /** Populations that apply to some groups and want proof of the model. */
  readonly strictGroups: readonly string[];
  /** Owners and administrators who are in none of them. */
  readonly unprivileged: number;
  readonly isPolicyShipped: boolean;
  /** Changes of the policy that wait for a second person. */
  readonly openProposals: number;
  /** Whether the policy wants attestation of anybody. */
  readonly wantsAttestation: boolean;
  readonly trustedModels: number;
  readonly invited: number;
  readonly belowMinimum: number;
  readonly quarantine: QuarantineSituation;
  readonly trust: TrustSituation;
};

export type Advice = {
  readonly code: string;
  readonly level: 'attention' | 'advice';
  readonly title: string;
  readonly text: string;
  /** A path of the console. */
  readonly link: string;
};

/** What needs somebody today, most urgent first. */
export function adviceFor(situation: Situation): readonly Advice[] {
  const others = [...quarantineAdvice(situation.quarantine), ...trustAdvice(situation.trust)];
  const urgent = (advice: Advice) => advice.level === 'attention';
  const all = [
    ownersShutOut(situation),
    ...others.filter(urgent),
    ...attention(situation),
    ...hardening(situation),
    ...others.filter((advice) => !urgent(advice)),
  ];
  return all.filter((advice) => advice !== null);
}

/** Judging everything again fails closed, for owners too: then this is the one thing to do. */
function ownersShutOut({ owners, ownerCanSignIn }: Situation): Advice | null {
  if (owners.length === 0 || ownerCanSignIn) return null;
  return {
    code: 'owners_shut_out',
    level: 'attention',
    title: 'No owner can sign in any more',
    text: 'Every passkey of every owner is set aside or refused. On the server, run “holdfast admin invite --new-owner NAME” and enrol a passkey that the policy accepts.',
    link: '/console/people?q=role:owner',
  };
}

function attention({ owners, belowMinimum, openProposals }: Situation): readonly (Advice | null)[] {
  const [only] = owners;
  const alone = owners.find((owner) => owner.passkeys === 1);
  return [
    openProposals === 0
      ? null
      : {
          code: 'policy_waits',
          level: 'attention',
          title: counted(
            openProposals,
            'change of the policy waits',
            'changes of the policy wait',
            'for a second person',
          ),
          text: 'Somebody other than who proposed it has to read what it changes, and approve or reject it.',
          link: '/console/policy?tab=approvals',
        },
    owners.length !== 1 || only === undefined
      ? null
      : {
          code: 'one_owner',
          level: 'attention',
          title: 'There is only one owner',
          text: `When ${only.displayName} cannot sign in, nobody can change roles. Make a second person an owner.`,
          link: '/console/people',
        },
    alone === undefined
      ? null
      : {
          code: 'owner_with_one_passkey',
          level: 'attention',
          title: `${alone.displayName} is an owner with one passkey`,
          text: 'Losing one device must not lock an owner out. They should add a second passkey on their account page.',
          link: `/console/people/${alone.id}`,
        },
    belowMinimum === 0
      ? null
      : {
          code: 'people_below_minimum',
          level: 'attention',
          title: counted(belowMinimum, 'person has', 'people have', 'fewer passkeys than their policy asks for'),
          text: 'Who has one passkey loses access with one device. They are asked to add another on their account page.',
          link: '/console/people?q=status:active%20passkeys:1',
        },
  ];
}

function hardening(situation: Situation): readonly (Advice | null)[] {
  const { strictGroups, unprivileged, isPolicyShipped, wantsAttestation, trustedModels, invited } = situation;
  const [group] = strictGroups;
  return [
    !wantsAttestation || trustedModels > 0
      ? null
      : {
          code: 'no_trust_anchors',
          level: 'advice',
          title: 'No passkey can be attested yet',
          text: 'The policy asks some people for proof of the model, but no roots of makers are loaded, so every passkey of theirs is refused. Let FIDO metadata be fetched, import it from a file, or name models and their roots in HOLDFAST_TRUST_FILE.',
          link: '/console/trust',
        },
    unprivileged === 0 || group === undefined
      ? null
      : {
          code: 'administrators_unprivileged',
          level: 'advice',
          title: `Put administrators into ${group}`,
          text: `${counted(unprivileged, 'owner or administrator is', 'owners and administrators are')} in no group with stricter rules. Let them enrol a passkey that the rules of ${group} accept first, then put them in.`,
          link: '/console/people?q=role:owner%20role:administrator',
        },
    !isPolicyShipped
      ? null
      : {
          code: 'policy_shipped',
          level: 'advice',
          title: 'The policy is still the shipped one',
          text: 'Read it and fit it to your organisation, in the console, with holdfast policy apply, or as the file that HOLDFAST_POLICY_FILE names.',
          link: '/console/policy',
        },
    invited === 0
      ? null
      : {
          code: 'people_not_enrolled',
          level: 'advice',
          title: counted(
            invited,
            'person was',
            'people were',
            'invited and has no passkey yet',
            'invited and have no passkey yet',
          ),
          text: 'Remind them, or make a new link where theirs has run out.',
          link: '/console/people?q=status:invited',
        },
  ];
}

function counted(count: number, one: string, many: string, endOfOne = '', endOfMany = endOfOne): string {
  const text = count === 1 ? `1 ${one} ${endOfOne}` : `${count} ${many} ${endOfMany}`;
  return text.trim();
}
