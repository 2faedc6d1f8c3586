import type { Command } from '../command.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'Starts the server and keeps it running',
  usage: '',
  help: 'Settings come from HOLDFAST_* environment variables or from the file that HOLDFAST_CONFIG_FILE names. Migrates the\ndatabase, applies the policy file, and prints the link for the first administrator while there is none.',
  options: {},
  positionalsMax: 0,
  run: async ({ env }) => {
    // Loaded only here: the other commands need no HTTP server.
    const { main } = await import('@holdfast/server');
    await main(env);
    return 0;
  },
};
