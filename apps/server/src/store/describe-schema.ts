import { sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * The tables, constraints and indexes that a database has now, as text in a stable order: for people who read, and for
 * the test that holds the migrations against it.
 */
export async function describeSchema(database: Database): Promise<string> {
  return database.kind === 'sqlite' ? describeSqlite(database) : describePostgres(database);
}

async function describeSqlite({ queries }: Database): Promise<string> {
  const { rows } = await sql<{ sql: string }>`
    select sql from sqlite_master
    where sql is not null and name not like 'sqlite_%' and tbl_name not like 'kysely_%'
    order by tbl_name, type desc, name`.execute(queries);
  return rows.map((row) => `${breakColumns(row.sql)};\n`).join('\n');
}

/** One column or constraint a line; commas inside parentheses of a column stay. */
function breakColumns(statement: string): string {
  if (!statement.toLowerCase().startsWith('create table')) return statement;
  const [open, close] = [statement.indexOf('('), statement.lastIndexOf(')')];
  let depth = 0;
  let broken = '';
  for (const character of statement.slice(open + 1, close)) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    broken += character === ',' && depth === 0 ? ',\n ' : character;
  }
  return `${statement.slice(0, open)}(\n  ${broken.trim()}\n${statement.slice(close)}`;
}

async function describePostgres({ queries }: Database): Promise<string> {
  const columns = await sql<{ table: string; line: string }>`
    select c.relname as table,
      quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) ||
        case when a.attnotnull then ' not null' else '' end as line
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0
      and not a.attisdropped and c.relname not like 'kysely_%'
    order by c.relname, a.attnum`.execute(queries);
  const constraints = await sql<{ table: string; line: string }>`
    select c.relname as table, 'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid) as line
    from pg_class c join pg_constraint k on k.conrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and k.contype <> 'n' and c.relname not like 'kysely_%'
    order by c.relname, k.conname`.execute(queries);
  const indexes = await sql<{ table: string; line: string }>`
    select t.relname as table, regexp_replace(pg_get_indexdef(i.indexrelid), ' ON [^ ]+\\.', ' ON ') as line
    from pg_index i join pg_class t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
    where t.relnamespace = current_schema()::regnamespace and t.relname not like 'kysely_%'
      and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)
    order by t.relname, x.relname`.execute(queries);
  const tables = [...new Set(columns.rows.map((row) => row.table))];
  return tables
    .map((table) => {
      const of = (rows: readonly { table: string; line: string }[]) => rows.filter((row) => row.table === table);
      const inside = [...of(columns.rows), ...of(constraints.rows)].map((row) => `  ${row.line}`).join(',\n');
      const behind = of(indexes.rows).map((row) => `${row.line};\n`);
      return [`create table "${table}" (\n${inside}\n);\n`, ...behind].join('\n');
    })
    .join('\n');
}
