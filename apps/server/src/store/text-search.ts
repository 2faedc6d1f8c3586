import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';

/**
 * Whether the text holds `part`, whatever the case. Backslash escapes what LIKE takes for a wildcard.
 * SQLite folds ASCII letters only; the exact spelling of any other letter is found on both databases.
 */
export function holdsText(text: Expression<string | null>, part: string): RawBuilder<SqlBool> {
  const pattern = `%${escapeLike(part)}%`;
  return sql<SqlBool>`lower(${text}) like lower(${pattern}) escape '\\'`;
}

function escapeLike(part: string): string {
  return part.replace(/[\\%_]/g, (wildcard) => `\\${wildcard}`);
}
