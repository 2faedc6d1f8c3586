import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Generated } from './registry.ts';

/** What is wrong with the generated files below `root`, one line each: missing, out of date, or impossible to make. */
export async function drift(root: string, registry: readonly Generated[]): Promise<string[]> {
  const problems = await Promise.all(registry.map((generated) => problemWith(root, generated)));
  return problems.filter((problem) => problem !== undefined);
}

async function problemWith(root: string, { file, make }: Generated): Promise<string | undefined> {
  const written = await readFile(path.join(root, file), 'utf8').catch(() => undefined);
  try {
    if (written === (await make())) return undefined;
  } catch (cause) {
    return `${file}: cannot be made: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
  return `${file}: ${written === undefined ? 'is missing' : 'differs from its source'}: run node tools/generate.ts`;
}

export async function write(root: string, registry: readonly Generated[]): Promise<string[]> {
  const written: string[] = [];
  for (const { file, make } of registry) {
    const text = await make();
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
    written.push(file);
  }
  return written;
}
