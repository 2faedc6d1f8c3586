/** One certificate that the emulated Google withdraws. */
export type WithdrawnCertificate = {
  /** Lower-case hex without leading zeros. */
  readonly serial: string;
  readonly status?: 'REVOKED' | 'SUSPENDED';
  readonly reason?: 'KEY_COMPROMISE' | 'CA_COMPROMISE' | 'SUPERSEDED' | 'SOFTWARE_FLAW';
};

/** The document at android.googleapis.com/attestation/status, as text. */
export function androidStatusDocument(withdrawn: readonly WithdrawnCertificate[]): string {
  const entries = withdrawn.map(({ serial, status = 'REVOKED', reason = 'KEY_COMPROMISE' }) => [
    serial,
    { status, reason },
  ]);
  return `${JSON.stringify({ entries: Object.fromEntries(entries) }, null, 2)}\n`;
}
