import type { Models } from './kinds.ts';
import type { Operator } from './operator.ts';

const TIMES = 20;

export type PageTime = { readonly what: string; readonly p95: number };

/** How long the pages that an operator opens take, each asked for several times, in milliseconds. */
export async function measurePages(operator: Operator, { popular }: Models): Promise<readonly PageTime[]> {
  const { items } = await operator.get<{ items: { username: string; id: string }[] }>('/api/v1/people?limit=50');
  const person = items[7];
  const { next } = await operator.get<{ next: string }>('/api/v1/credentials?limit=50');
  const list = (area: string, q: string) => `/api/v1/${area}?limit=50&q=${encodeURIComponent(q)}`;
  const addresses: readonly (readonly [what: string, address: string])[] = [
    ['credentials', '/api/v1/credentials?limit=50'],
    ['credentials, second page', `/api/v1/credentials?limit=50&cursor=${next}`],
    ['credentials, quarantined', list('credentials', 'status:quarantined')],
    ['credentials, revoked (none)', list('credentials', 'status:revoked')],
    ['credentials, synced', list('credentials', 'class:synced')],
    ['credentials, managed devices (none)', list('credentials', 'class:managed-device')],
    ['credentials, attested', list('credentials', 'evidence:attested')],
    ['credentials, attested and quarantined', list('credentials', 'evidence:attested status:quarantined')],
    ['credentials, synced and quarantined', list('credentials', 'class:synced status:quarantined')],
    ['credentials of a model, by AAGUID', list('credentials', `model:${popular}`)],
    ['credentials of a model, by name', list('credentials', 'model:"Emulated Key 30"')],
    ['credentials of a person', list('credentials', `person:${person?.username}`)],
    ['credentials, a word', list('credentials', 'horvat')],
    ['credentials, a word that nothing has', list('credentials', 'zzzzzz')],
    ['people', '/api/v1/people?limit=50'],
    ['people, a name', list('people', 'farkas 77')],
    ['people, a word that nobody has', list('people', 'zzzzzz')],
    ['people of a group', list('people', 'group:privileged_users')],
    ['one person', `/api/v1/people/${person?.id}`],
    ['events', '/api/v1/events?limit=50'],
    ['events, sign-ins', list('events', 'type:sign_in.succeeded')],
    ['events of a person', list('events', `person:${person?.username}`)],
    ['overview', '/api/v1/overview'],
    ['quarantine', '/api/v1/quarantine'],
    ['policy', '/api/v1/policy'],
    ['groups', '/api/v1/groups'],
    ['trust', '/api/v1/trust'],
    ['trust, models', '/api/v1/trust/models'],
    ['one model', `/api/v1/trust/models/${popular}`],
    ['jobs', '/api/v1/jobs'],
  ];
  const times: PageTime[] = [];
  for (const [what, address] of addresses) times.push({ what, p95: await p95Of(operator, address) });
  return times;
}

async function p95Of(operator: Operator, address: string): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const before = performance.now();
    await operator.get(address);
    taken.push(performance.now() - before);
    // Something that takes so long need not be asked for so often.
    if (taken.length >= 3 && Math.min(...taken) > 500) break;
  }
  taken.sort((a, b) => a - b);
  return taken[Math.ceil(taken.length * 0.95) - 1] ?? Number.NaN;
}
