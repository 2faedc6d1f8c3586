import { randomBytes } from 'node:crypto';
import pg from 'pg';

export type FreshDatabase = { readonly url: string; readonly drop: () => Promise<void> };

/** A new empty database on the server of `url`, under a name nobody else has. */
export async function freshDatabase(url: string): Promise<FreshDatabase> {
  const name = `holdfast_test_${randomBytes(8).toString('hex')}`;
  await statement(url, `create database ${name}`);
  const fresh = new URL(url);
  fresh.pathname = `/${name}`;
  // `force`, because a test that failed may have left a connection open.
  return { url: fresh.href, drop: () => statement(url, `drop database if exists ${name} with (force)`) };
}

async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
