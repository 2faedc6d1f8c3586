import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { instant } from '@holdfast/kernel';
import { defaultPolicySource } from '@holdfast/policy';
import { median, type Row, type Section } from '../report.ts';
import { enrolPeople } from '../sign-in/people.ts';
import { type Client, startClient } from '../sign-in/processes.ts';
import { type Installation, openInstallation } from './installation.ts';
import { type Models, makeModels } from './kinds.ts';
import { Operator } from './operator.ts';
import { measurePages } from './pages.ts';

/** One million people with 2.2 million passkeys, and their sign-ins of a month. */
const SCALE = { people: 1_000_000, signIns: 1_000_000 };
const SIGNERS = 400;
const SLOT_MS = 1000;
const SLOTS = 5;

type Measured = { readonly what: string; readonly figure: number; readonly unit: string; readonly aim: string };

/** A large organisation: judging again, what a policy would change, pages, and sign-ins meanwhile. */
export async function benchMillion(kind: 'sqlite' | 'postgres', scale = SCALE): Promise<Section> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-million-'));
  const closing: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const models = makeModels(instant(Date.now()));
    const signers = enrolPeople(SIGNERS);
    // The owner signs in here, everybody else with the client: each passkey has one counter.
    const [owner, ...others] = signers;
    if (owner === undefined) throw new Error('nobody can sign in');
    const client = await startClient(others);
    closing.push(client.stop);
    const installation = await openInstallation(kind, folder, { models, signers, scale }, closing);
    await client.run({ port: installation.server.port, connections: 4, forMs: 4000, signInsMax: 4 * SIGNERS });
    const operator = await Operator.signIn(installation.server.port, owner);
    closing.push(() => operator.close());
    return sectionOf(kind, scale, await measureAll(operator, client, models, installation));
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

async function measureAll(
  operator: Operator,
  client: Client,
  models: Models,
  { server, filledInMs }: Installation,
): Promise<readonly Measured[]> {
  const signInMs = () => oneAtATime(client, server.port, SLOTS);
  const pages = await measurePages(operator, models);
  const normal = await signInMs();
  const again = (number: number, isRevoked: boolean) => () =>
    timed(operator, 'rejudge', '/api/v1/trust/import', {
      text: models.blob(number, isRevoked),
      name: `blob ${number}`,
      dryRun: false,
      evenIfEmptier: false,
    });
  const stricter = defaultPolicySource.replace('synced_passkey, ', '');
  const impact = () => timed(operator, 'impact', '/api/v1/policy/impact', { source: stricter });
  const alone = { impact: await impact(), rejudge: await again(2, true)() };
  const meanwhile = {
    impact: await alongside(client, server.port, impact),
    rejudge: await alongside(client, server.port, again(3, false)),
  };
  const row = (what: string, figure: number, unit: string, aim = ''): Measured => ({ what, figure, unit, aim });
  return [
    row('filling the database', filledInMs / 1000, 's'),
    row('impact of a policy, nobody signing in', alone.impact / 1000, 's', 'under 10'),
    row('judging again after a new BLOB, nobody signing in', alone.rejudge / 1000, 's', 'under 10'),
    row('impact of a policy while people sign in', meanwhile.impact.workMs / 1000, 's'),
    row('judging again (all back) while people sign in', meanwhile.rejudge.workMs / 1000, 's'),
    row('one sign-in, normally', normal, 'ms'),
    row('one sign-in during an impact', meanwhile.impact.signInMs, 'ms'),
    row('the same against normal', meanwhile.impact.signInMs / normal, 'times', 'at most 1.5'),
    row('one sign-in while judging again', meanwhile.rejudge.signInMs, 'ms'),
    row('the same against normal', meanwhile.rejudge.signInMs / normal, 'times', 'at most 1.5'),
    ...pages.map(({ what, p95 }) => row(`page, p95: ${what}`, p95, 'ms', 'under 50')),
  ];
}

/** The mean time of a sign-in when one browser signs in after the other, in milliseconds. */
async function oneAtATime(client: Client, port: number, slots: number): Promise<number> {
  const means: number[] = [];
  for (let slot = 0; slot < slots; slot += 1) {
    const { signIns, elapsedMs } = await client.run({ port, connections: 1, forMs: SLOT_MS });
    means.push(elapsedMs / signIns);
  }
  return median(means);
}

/** Signs people in for as long as the work takes. */
async function alongside(
  client: Client,
  port: number,
  work: () => Promise<number>,
): Promise<{ readonly workMs: number; readonly signInMs: number }> {
  let isDone = false;
  const working = work().finally(() => {
    isDone = true;
  });
  let [signIns, elapsedMs] = [0, 0];
  while (!isDone) {
    const slot = await client.run({ port, connections: 1, forMs: 250 });
    // The slot in which the work ended is partly an ordinary one.
    if (isDone && signIns > 0) break;
    signIns += slot.signIns;
    elapsedMs += slot.elapsedMs;
  }
  return { workMs: await working, signInMs: elapsedMs / signIns };
}

/** From asking for long work to its end, in milliseconds. */
async function timed(operator: Operator, kind: 'rejudge' | 'impact', address: string, body: object): Promise<number> {
  const since = Date.now();
  await operator.post(address, body);
  const job = await operator.finished(kind, since);
  if (job.state !== 'done') throw new Error(`the job of ${address} ended as ${job.state}`);
  return job.finishedAt - since;
}

function sectionOf(kind: string, { people, signIns }: typeof SCALE, measured: readonly Measured[]): Section {
  const rows: readonly Row[] = measured.map(({ what, figure, unit, aim }) => [what, figure, unit, aim]);
  const thousands = (count: number) => `${Math.round(count / 1000)},000`;
  return {
    name: `million-${kind}`,
    title: `${thousands(people)} people, ${thousands(signIns)} sign-ins a month, on ${kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`,
    columns: ['what', 'figure', 'unit', 'aim'],
    rows,
  };
}
