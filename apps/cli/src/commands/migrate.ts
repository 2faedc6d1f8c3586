import { migrate as bringUpToDate, openDatabase } from '@holdfast/server/commands';
import { type Command, jsonOption, printJson } from '../command.ts';
import { configFor } from '../with-installation.ts';

export const migrate: Command = {
  name: 'migrate',
  summary: 'Brings the database to what this release needs',
  usage: '[--json]',
  help: 'Makes the tables where there are none. Safe while nodes are running and when several do it at once. `serve` does it too.',
  options: jsonOption,
  positionalsMax: 0,
  run: async (terminal, { json }) => {
    const config = configFor(terminal);
    if (config === null) return 2;
    const database = openDatabase(config.databaseUrl);
    try {
      const applied = await bringUpToDate(database);
      if (json === true) printJson(terminal, { applied });
      else if (applied.length === 0) terminal.out('The database is up to date.\n');
      else terminal.out(`Applied: ${applied.join(', ')}.\n`);
      return 0;
    } finally {
      await database.close();
    }
  },
};
