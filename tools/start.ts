import { arePagesFresh, buildPages, saysWhy } from './build.ts';
import { inRepository } from './repository.ts';

/** `npm start`: the server on this machine, with its pages built where they are missing or old. */
try {
  if (!arePagesFresh()) {
    console.log('building the pages …');
    await buildPages();
  }
  // Data lies in ./data of the checkout, wherever the command was given.
  process.chdir(inRepository());
  const { main } = await import('../apps/server/src/main.ts');
  // It stays until SIGINT or SIGTERM, which it handles itself.
  await main(process.env);
} catch (cause) {
  console.error(`Holdfast could not start: ${saysWhy(cause)}`);
  process.exitCode = 1;
}
