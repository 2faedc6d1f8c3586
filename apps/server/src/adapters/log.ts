import type { Log } from '../ports.ts';

/**
 * Structured log: one JSON object a line on standard error.
 *
 * @param level `info` for everything, `error` for errors only
 */
export function jsonLog(level: 'info' | 'error', write: (line: string) => void): Log {
  const line = (name: string, detail: Readonly<Record<string, unknown>>, message: string): void =>
    write(`${JSON.stringify({ time: new Date().toISOString(), level: name, message, ...detail })}\n`);
  return {
    info: (detail, message) => {
      if (level === 'info') line('info', detail, message);
    },
    error: (detail, message) => line('error', detail, message),
  };
}
