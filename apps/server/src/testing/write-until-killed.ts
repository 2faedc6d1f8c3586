import process from 'node:process';
import { openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';

/** Writes rows, eight transactions at a time, and names each one on standard output once it was answered. */
const database = openDatabase(`sqlite:${process.argv[2]}`);
await migrate(database);
for (let round = 0; ; round += 1) {
  await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const key = `${round}.${index}`;
      await database.inTransaction((tx) => tx.insertInto('installation').values({ key, value: '' }).execute());
      process.stdout.write(`${key}\n`);
    }),
  );
}
