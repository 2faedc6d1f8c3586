declare const brand: unique symbol;

/** A value that only its one decoder can make, so that the compiler keeps ids of different things apart. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** An own uuid, lower case. */
export type PersonId = Brand<string, 'PersonId'>;
export type GroupId = Brand<string, 'GroupId'>;
export type InvitationId = Brand<string, 'InvitationId'>;
export type SessionId = Brand<string, 'SessionId'>;
export type EventId = Brand<string, 'EventId'>;
/** The credential id that the authenticator chose, base64url. */
export type CredentialId = Brand<string, 'CredentialId'>;
