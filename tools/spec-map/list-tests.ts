import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Prints the names of the tests of files, which are loaded and not run. In a process of its own: `node:test` is replaced here. */
const collector = `data:text/javascript,${encodeURIComponent(`
  export const test = (name) => void globalThis.holdfastTestNames.push(name);
  export const describe = (_name, body) => body();
  export const after = () => {};
  export { describe as suite, test as it };
  export default test;
`)}`;

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === 'node:test' ? { url: collector, shortCircuit: true } : nextResolve(specifier, context),
});

const listed: { readonly file: string; readonly name: string }[] = [];
for (const file of process.argv.slice(2)) {
  const names: string[] = [];
  Reflect.set(globalThis, 'holdfastTestNames', names);
  await import(`${pathToFileURL(file).href}?names`);
  listed.push(...names.map((name) => ({ file, name })));
}
process.stdout.write(JSON.stringify(listed));
