import { readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export type Identity = { readonly uid: number; readonly gid: number };

const preferred = ['nobody', 'daemon', 'postgres'];
/** macOS gives nobody the id -2, which `spawn` does not take. */
const ID_MAX = 2 ** 31 - 1;

/** Who PostgreSQL runs as: nobody in particular when we are root, ourselves otherwise (undefined). */
export function unprivilegedIdentity(
  getuid: (() => number) | undefined = process.getuid,
  passwd: () => string = () => readFileSync('/etc/passwd', 'utf8'),
): Identity | undefined {
  if (getuid?.() !== 0) return undefined;
  const accounts = accountsOf(passwd());
  const found = preferred.map((name) => accounts.get(name)).find((identity) => identity !== undefined);
  if (found === undefined) {
    throw new Error(`PostgreSQL cannot run as root and /etc/passwd has none of ${preferred.join(', ')}`);
  }
  return found;
}

function accountsOf(passwd: string): Map<string, Identity> {
  const accounts = new Map<string, Identity>();
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    const identity = { uid: Number(uid), gid: Number(gid) };
    if (name !== undefined && isUsable(identity.uid) && isUsable(identity.gid)) accounts.set(name, identity);
  }
  return accounts;
}

function isUsable(id: number): boolean {
  return Number.isInteger(id) && id > 0 && id <= ID_MAX;
}

/** A folder for temporary files that every user can reach: TMPDIR may lie inside somebody's home. */
export function reachableTmpdir(
  candidates: readonly string[] = [os.tmpdir(), '/tmp', '/var/tmp'],
  mode: (folder: string) => number = (folder) => statSync(folder).mode,
): string {
  const found = candidates.find((candidate) => ancestors(candidate).every((folder) => isEnterable(folder, mode)));
  if (found === undefined) throw new Error(`none of ${candidates.join(', ')} can be entered by every user`);
  return found;
}

function isEnterable(folder: string, mode: (folder: string) => number): boolean {
  try {
    return (mode(folder) & 0o001) !== 0;
  } catch {
    return false;
  }
}

function ancestors(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [...ancestors(parent), folder];
}
