import process from 'node:process';
import { assertionFor, type Signer, signerOf } from './assertion.ts';
import { Connection } from './connection.ts';
import type { BenchPerson } from './people.ts';

/** What the client process is told to do: sign people in at one server for a while. */
export type Slot = {
  readonly port: number;
  readonly connections: number;
  readonly forMs: number;
  /** Ends the slot earlier. */
  readonly signInsMax?: number;
};
export type SlotDone = { readonly signIns: number; readonly elapsedMs: number; readonly cpuMs: number };
export type ClientMessage =
  | { readonly at: 'ready' }
  | { readonly at: 'done'; readonly done: SlotDone }
  | { readonly at: 'failed'; readonly message: string };

/** Each server has seen other sign-ins, so each has counters of its own. */
const signersByPort = new Map<number, { readonly all: readonly Signer[]; next: number }>();
let people: readonly BenchPerson[] = [];

process.on('message', (message: { people: readonly BenchPerson[] } | { slot: Slot }) => {
  if ('people' in message) {
    people = message.people;
    tell({ at: 'ready' });
    return;
  }
  run(message.slot).then(
    (done) => tell({ at: 'done', done }),
    (error: unknown) => tell({ at: 'failed', message: String(error) }),
  );
});

function tell(message: ClientMessage): void {
  process.send?.(message);
}

async function run({ port, connections, forMs, signInsMax = Number.POSITIVE_INFINITY }: Slot): Promise<SlotDone> {
  const signers = signersByPort.get(port) ?? { all: people.map(signerOf), next: 0 };
  signersByPort.set(port, signers);
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const until = startedAt + forMs;
  let signIns = 0;
  const work = async (connection: Connection): Promise<void> => {
    while (performance.now() < until && signIns < signInsMax) {
      // Far more people than connections: nobody signs in twice at once.
      const signer = signers.all[signers.next++ % signers.all.length];
      if (signer === undefined) throw new Error('there is nobody to sign in');
      await signIn(connection, port, signer);
      signIns += 1;
    }
  };
  await Promise.all(open.map(work));
  const elapsedMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  for (const connection of open) connection.close();
  return { signIns, elapsedMs, cpuMs: (user + system) / 1000 };
}

/** A browser without cookies signs in once: options, assertion, verification. */
async function signIn(connection: Connection, port: number, signer: Signer): Promise<void> {
  const options = await connection.post('/api/v1/sign-in/options', '', '{}');
  if (options.status !== 200) throw new Error(`options answered ${options.status} ${options.body}`);
  const challenge = /"challenge":"([^"]+)"/.exec(options.body)?.[1] ?? '';
  const body = assertionFor(signer, port, challenge);
  const verified = await connection.post('/api/v1/sign-in/verify', options.cookie, body);
  if (verified.status !== 200 || verified.cookie === '') {
    throw new Error(`verify answered ${verified.status} ${verified.body}`);
  }
}
