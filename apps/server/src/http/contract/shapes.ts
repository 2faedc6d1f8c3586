import { type Static, type TSchema, Type } from 'typebox';
import { roles } from '../../access/permissions.ts';

/** Shapes that several areas share. Closed objects; strings bounded; times are integer milliseconds UTC. */
export const closed = { additionalProperties: false } as const;

export const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' });
export const Base64url = Type.String({ pattern: '^[A-Za-z0-9_-]*$', maxLength: 65536 });
export const CredentialIdText = Type.String({ pattern: '^[A-Za-z0-9_-]+$', minLength: 1, maxLength: 1364 });
/** At most what ECMAScript can tell (§21.4.1.1); PostgreSQL knows no larger integer than 2^63 - 1. */
export const Time = Type.Integer({
  minimum: 0,
  maximum: 8_640_000_000_000_000,
  description: 'milliseconds since 1970, UTC',
});
export const NullableTime = Type.Union([Time, Type.Null()]);
export const Username = Type.String({
  pattern: '^[a-z0-9][a-z0-9._@+-]*$',
  minLength: 1,
  maxLength: 128,
  description: 'lower case; often the work e-mail address',
});
export const DisplayName = Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });
export const PasskeyName = Type.String({ minLength: 1, maxLength: 64, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });
/** Why somebody did something, in their words; PostgreSQL has no text with U+0000. */
export const Reason = Type.String({ minLength: 1, maxLength: 500, pattern: '^[^\\u0000]*$' });
export const GroupName = Type.String({ pattern: '^[a-z0-9][a-z0-9_.-]*$', minLength: 1, maxLength: 64 });
export const RoleName = Type.Enum([...roles]);

export const PersonStatus = Type.Union([Type.Literal('invited'), Type.Literal('active'), Type.Literal('disabled')]);
export const CredentialStatus = Type.Union([
  Type.Literal('pending'),
  Type.Literal('active'),
  Type.Literal('quarantined'),
  Type.Literal('revoked'),
]);
/** Who or what gave a credential its status. */
export const StatusCauseName = Type.Enum(['registered', 'judged', 'alarm', 'administrator', 'person']);
export const CredentialClassName = Type.Union([
  Type.Literal('synced'),
  Type.Literal('platform'),
  Type.Literal('security-key'),
  Type.Literal('mobile-bound'),
  Type.Literal('managed-device'),
]);
export const Evidence = Type.Union([Type.Literal('attested'), Type.Literal('claimed')]);

/** The ceremony inputs that browsers take (`PublicKeyCredential.parseCreationOptionsFromJSON`). */
export const CeremonyOptions = Type.Record(Type.String(), Type.Unknown(), {
  description: 'PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON',
});

/** What a browser's `toJSON()` gives. Only bounded here: the ceremony itself says what is wrong with it, step by step. */
export const CeremonyResponse = Type.Object(
  {
    id: Type.String({ maxLength: 2048 }),
    rawId: Type.String({ maxLength: 2048 }),
    type: Type.String({ maxLength: 32 }),
    response: Type.Record(Type.String({ maxLength: 64 }), Type.Unknown()),
    authenticatorAttachment: Type.Optional(Type.Union([Type.String({ maxLength: 32 }), Type.Null()])),
    clientExtensionResults: Type.Optional(Type.Record(Type.String({ maxLength: 64 }), Type.Unknown())),
  },
  closed,
);

/** Every refusal has this body (`application/json`). */
export const Refused = Type.Object(
  {
    error: Type.String({ description: 'public name of the catalogue of errors' }),
    message: Type.String({ description: 'a sentence for the person: what happened, what to do' }),
    requestId: Type.String(),
    fields: Type.Optional(
      Type.Array(Type.Object({ field: Type.String(), message: Type.String() }, closed), {
        description: 'which members of the request are wrong, where that is the matter',
      }),
    ),
  },
  closed,
);
export type Refused = Static<typeof Refused>;

/** A page of a list. `next` is the cursor of the following page, null on the last. */
export function page<T extends TSchema>(item: T) {
  return Type.Object(
    {
      items: Type.Array(item),
      next: Type.Union([Type.String(), Type.Null()]),
      total: Type.Integer({ minimum: 0, description: 'how many match, all pages together; at most 10,000' }),
      totalIsExact: Type.Boolean({ description: 'false where more match than are counted' }),
    },
    closed,
  );
}

/** Query members of every list. `q` understands names, ids and `status:quarantined`-like filters. */
export const listQuery = {
  q: Type.Optional(Type.String({ maxLength: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 1024, pattern: '^[A-Za-z0-9_-]+$' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
};

export const PersonRef = Type.Object({ id: Uuid, username: Type.String(), displayName: Type.String() }, closed);

/** A rule of the policy as it judged one credential (packages/policy, RuleOutcome). */
export const RuleOutcomeShape = Type.Object(
  {
    rule: Type.String(),
    population: Type.String(),
    outcome: Type.Union([Type.Literal('holds'), Type.Literal('fails')]),
    mode: Type.Union([Type.Literal('enforce'), Type.Literal('monitor')], {
      description: 'monitor: recorded, refuses nothing',
    }),
    fact: Type.String(),
    received: Type.String(),
    expected: Type.String(),
    operator: Type.String(),
    person: Type.Union([Type.String(), Type.Null()]),
    position: Type.Union([Type.Object({ line: Type.Integer(), column: Type.Integer() }, closed), Type.Null()]),
  },
  closed,
);
export const VerdictShape = Type.Object(
  {
    shape: Type.Literal(2),
    outcome: Type.Union([Type.Literal('accepted'), Type.Literal('refused')]),
    tier: Type.Integer({ minimum: 0, maximum: 3 }),
    policyDigest: Type.String(),
    monitored: Type.Integer({ minimum: 0, description: 'rules that fail in monitor mode' }),
    rules: Type.Array(RuleOutcomeShape),
  },
  closed,
);

/** What the signal methods of a browser need (product.md A9). */
export const SignalAccepted = Type.Object(
  { rpId: Type.String(), userId: Type.String(), allAcceptedCredentialIds: Type.Array(Type.String()) },
  closed,
);
export const SignalUserDetails = Type.Object(
  { rpId: Type.String(), userId: Type.String(), name: Type.String(), displayName: Type.String() },
  closed,
);
