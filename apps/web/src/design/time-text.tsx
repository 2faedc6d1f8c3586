import { Tooltip } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { designWords } from '../words/design.ts';
import { exactTime, relativeTime } from '../words/times.ts';

const aMinuteMs = 60_000;

/** A moment, relative; the exact time in the reader's zone on hover and focus. `null` is "Never". */
export function TimeText({ at, never }: { at: number | null; never?: string }): ReactNode {
  const now = useNow();
  if (at === null) return <span>{never ?? designWords('never')}</span>;
  return (
    <Tooltip label={exactTime(at)}>
      <time dateTime={new Date(at).toISOString()}>{relativeTime(at, now)}</time>
    </Tooltip>
  );
}

/** The present moment, renewed every minute. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), aMinuteMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
