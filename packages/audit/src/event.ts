/**
 * The shape of an audit event (product.md J1). What happened is `type`; how it ended is `outcome` with the exact `code`.
 * Never a secret: no challenge that is still live, no token, no cookie, no key material.
 */
export type AuditEventDraft = {
  readonly type: string;
  readonly outcome: 'success' | 'refused' | 'failed';
  /** Catalogue code where `outcome` is not success. */
  readonly code: string | null;
  /** Who did it; null when nobody is known (an attempt to sign in). `system` and `cli` are not people. */
  readonly actor:
    | { readonly kind: 'person'; readonly id: string }
    | { readonly kind: 'system' | 'cli' | 'anonymous'; readonly id: null };
  /** Whom it is about. */
  readonly subjectId: string | null;
  /** Which credential, base64url id. */
  readonly credentialId: string | null;
  readonly address: string | null;
  readonly origin: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly policyDigest: string | null;
  /** Everything else that J1 asks for: model, attestation, verification method, counter, step, received and expected. */
  readonly detail: Readonly<Record<string, unknown>>;
};
