import { parseArgs } from 'node:util';
import { instant } from '@holdfast/kernel';
import { compareMany, type Summary } from './compare.ts';

const PROGRESS_EVERY = 1000;

function print({ agreed, explained, unexplained }: Summary, seconds: number): void {
  const differing = [...explained.values()].reduce((total, count) => total + count, 0);
  const total = agreed.accepted + agreed.refused + differing + unexplained.length;
  console.log(`${total} ceremonies in ${seconds.toFixed(0)} s`);
  console.log(`agreed: ${agreed.accepted} accepted, ${agreed.refused} refused`);
  console.log(`differed for a reason in docs/differences.md: ${differing}`);
  for (const [id, count] of [...explained].sort((a, b) => b[1] - a[1])) console.log(`  ${count}  ${id}`);
  console.log(`differed for no such reason: ${unexplained.length}`);
  for (const { number, ours, peer, plan } of unexplained.slice(0, 20)) {
    console.log(`  --from ${number} --count 1: ours ${JSON.stringify(ours)}, peer ${JSON.stringify(peer)}`);
    console.log(`    ${JSON.stringify(plan)}`);
  }
}

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now()) },
    from: { type: 'string', default: '0' },
  },
});
console.log(`--seed ${values.seed}`);
const startedMs = performance.now();
const summary = await compareMany(values.seed, {
  from: Number(values.from),
  count: Number(values.count),
  now: () => instant(Date.now()),
  goesOn: (done) => {
    if (done > 0 && done % PROGRESS_EVERY === 0) console.error(`${done} …`);
    return true;
  },
});
print(summary, (performance.now() - startedMs) / 1000);
process.exitCode = summary.unexplained.length === 0 ? 0 : 1;
