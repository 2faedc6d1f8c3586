import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { CredentialIdText, closed } from './shapes.ts';

/** One field of what was inspected; the tree is as deep as the ceremony. */
export type InspectNodeShape = {
  readonly label: string;
  readonly value: string;
  readonly sizeBytes?: number;
  readonly note?: string;
  readonly step?: string;
  readonly children?: readonly InspectNodeShape[];
};

const NodeShape = Type.Unsafe<InspectNodeShape>(
  Type.Record(Type.String(), Type.Unknown(), {
    description: 'label, value, and where they apply sizeBytes, note, step, and children of the same shape',
  }),
);

const NullableText = Type.Union([Type.String(), Type.Null()]);
const Problems = Type.Array(Type.Object({ path: Type.String(), message: Type.String() }, closed));

const VerdictOfReport = Type.Object(
  {
    outcome: Type.Enum(['accept', 'reject', 'open']),
    code: NullableText,
    step: NullableText,
    cites: NullableText,
    operator: Type.String(),
    person: NullableText,
    values: Type.Array(Type.Object({ name: Type.String(), value: Type.String() }, closed)),
    advice: Type.String(),
  },
  closed,
);

const Attestation = Type.Object(
  { format: Type.String(), type: Type.String(), trusted: Type.Boolean(), reasons: Type.Array(Type.String()) },
  closed,
);

const StepOfReport = Type.Object(
  {
    id: Type.String(),
    cites: Type.String(),
    outcome: Type.Enum(['holds', 'refused', 'open', 'not_reached', 'elsewhere']),
    text: Type.String(),
    code: Type.Optional(Type.String()),
  },
  closed,
);

const Report = Type.Object(
  {
    id: Type.Union([Type.String(), Type.Number(), Type.Null()]),
    ceremony: Type.Enum(['registration', 'authentication']),
    verdict: VerdictOfReport,
    attestation: Type.Union([Attestation, Type.Null()]),
    notCompared: Type.Array(Type.String()),
    steps: Type.Array(StepOfReport),
    tree: Type.Array(NodeShape),
  },
  closed,
);
export type Report = Static<typeof Report>;

/** The case that `holdfast inspect` takes, for a registration. */
const RegistrationCase = Type.Object(
  {
    id: Type.String(),
    ceremony: Type.Literal('registration'),
    response: Type.Object(
      {
        id: Type.String(),
        rawId: Type.String(),
        type: Type.Literal('public-key'),
        authenticatorAttachment: Type.Optional(Type.String()),
        response: Type.Object(
          {
            clientDataJSON: Type.String(),
            attestationObject: Type.String(),
            transports: Type.Array(Type.String()),
          },
          closed,
        ),
        clientExtensionResults: Type.Record(Type.String(), Type.Unknown()),
      },
      closed,
    ),
    expected: Type.Object(
      {
        challenge: Type.String(),
        origins: Type.Array(Type.String()),
        rpId: Type.String(),
        requireUserVerification: Type.Boolean(),
      },
      closed,
    ),
    trustAnchors: Type.Array(Type.String(), { description: 'base64 of DER' }),
    at: Type.String({ description: 'ISO 8601, UTC' }),
  },
  closed,
);
export type RegistrationCase = Static<typeof RegistrationCase>;

export const inspectContract = {
  inspect: endpoint({
    method: 'POST',
    path: '/api/v1/inspect',
    needs: 'credentials:read',
    summary: 'Every field and every step of a pasted ceremony, and why it passed or failed; nothing is stored',
    body: Type.Object({ text: Type.String({ maxLength: 98_304 }) }, closed),
    answer: Type.Object(
      {
        report: Type.Union([Report, Type.Null()]),
        /** Why there is no report: the text is no ceremony. */
        notInspected: Type.Union([Type.Object({ message: Type.String(), problems: Problems }, closed), Type.Null()]),
      },
      closed,
    ),
  }),
  evidence: endpoint({
    method: 'GET',
    path: '/api/v1/credentials/:credentialId/evidence',
    needs: 'credentials:read',
    summary: 'What proves a credential, as a case that anybody can check with `holdfast inspect`',
    params: Type.Object({ credentialId: CredentialIdText }, closed),
    answer: RegistrationCase,
  }),
};
