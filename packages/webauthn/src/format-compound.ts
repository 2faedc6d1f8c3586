import type { CborValue } from '@holdfast/encoding';
import { err, ok, type Result, refuse } from '@holdfast/kernel';
import { malformedStatement } from './attestation-statement.ts';
import type { AttestationFacts, CompoundedStatement } from './facts.ts';
import type { FormatInput, StatementFormat } from './formats.ts';
import type { WebauthnRefusal } from './step.ts';

const STATEMENTS_MIN = 2;
/** More are not seen in the field and cost time. */
const STATEMENTS_MAX = 8;

/**
 * WebAuthn L3 §8.9. How many of the statements must verify is left to the relying party: here all of them, so that nothing that
 * nobody checked gets into the facts.
 */
export function verifyCompound(
  input: FormatInput,
  formats: ReadonlyMap<string, StatementFormat>,
): Result<AttestationFacts, WebauthnRefusal> {
  const { attStmt } = input;
  if (!Array.isArray(attStmt)) return malformedStatement('not an array');
  if (attStmt.length < STATEMENTS_MIN || attStmt.length > STATEMENTS_MAX) {
    return err(refuse('webauthn.attestation_compound_count', { received: attStmt.length, expected: STATEMENTS_MIN }));
  }
  const statements: CompoundedStatement[] = [];
  for (const element of attStmt) {
    const statement = verifyElement(element, input, formats);
    if (!statement.ok) return statement;
    statements.push(statement.value);
  }
  return ok({ type: 'compound', statements });
}

function verifyElement(
  element: CborValue,
  input: FormatInput,
  formats: ReadonlyMap<string, StatementFormat>,
): Result<CompoundedStatement, WebauthnRefusal> {
  if (!(element instanceof Map) || element.size !== 2) return malformedStatement('element');
  const [fmt, attStmt] = [element.get('fmt'), element.get('attStmt')];
  if (typeof fmt !== 'string' || attStmt === undefined) return malformedStatement('element');
  if (fmt === 'compound') return err(refuse('webauthn.attestation_compound_nested'));
  const row = formats.get(fmt);
  if (row === undefined) return err(refuse('webauthn.attestation_format_unknown', { received: fmt.slice(0, 64) }));
  const attestation = row.verify({ ...input, attStmt });
  return attestation.ok ? ok({ format: row.format, attestation: attestation.value }) : attestation;
}
