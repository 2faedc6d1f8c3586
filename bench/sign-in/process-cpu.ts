import { readdirSync, readFileSync } from 'node:fs';

/** CPU time of every thread that a process has, in milliseconds, as the kernel accounts for it. */
export function processCpuMs(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + threadCpuMs(pid, thread), 0);
}

function threadCpuMs(pid: number, thread: string): number {
  try {
    // Nanoseconds; /proc/<pid>/stat counts in steps of 10 ms.
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    // The thread ended between the two reads.
    return 0;
  }
}

/** The same for a process and its children: PostgreSQL has one for each connection. */
export function familyCpuMs(parentPid: number): number {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === parentPid);
  return [parentPid, ...children.map(Number)].reduce((sum, pid) => sum + safely(() => processCpuMs(pid)), 0);
}

function parentOf(pid: string): number {
  return safely(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in brackets and may hold anything.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  });
}

function safely(read: () => number): number {
  try {
    return read();
  } catch {
    return 0;
  }
}
