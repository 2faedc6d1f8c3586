import type { Log } from '../ports.ts';

/**
 * Structured log: one JSON object a line.
 *
 * @param level `info` for everything, `error` for errors only
 */
export function jsonLog(level: 'info' | 'error', sink: LineSink): Log {
  const line = (name: string, detail: Readonly<Record<string, unknown>>, message: string): string =>
    `${JSON.stringify({ time: new Date().toISOString(), level: name, message, ...detail })}\n`;
  return {
    info: (detail, message) => {
      if (level === 'info') sink.later(line('info', detail, message));
    },
    error: (detail, message) => sink.now(line('error', detail, message)),
  };
}

/** Where lines go. */
export type LineSink = {
  /** Out before this returns, after every earlier line. */
  readonly now: (line: string) => void;
  /** Out by the end of this turn of the event loop, together with others. */
  readonly later: (line: string) => void;
};

/** Lines of requests that arrived together are written at once: a write for each costs more than making the line. */
export function lineSink(write: (text: string) => void): LineSink {
  let held = '';
  const flush = (): void => {
    if (held === '') return;
    const text = held;
    held = '';
    write(text);
  };
  return {
    now: (line) => {
      held += line;
      flush();
    },
    later: (line) => {
      if (held === '') setImmediate(flush);
      held += line;
    },
  };
}
