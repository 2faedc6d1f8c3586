import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { askAgainMs } from '../parts/job-model.ts';
import type { JobRow } from './api.ts';

/** When a run ends, what the pages show of passkeys is no longer true. */
export function useReadAgainAfter(job: JobRow | null): void {
  const client = useQueryClient();
  const wasOpen = useRef(false);
  const isOpen = askAgainMs(job) !== false;
  useEffect(() => {
    if (wasOpen.current && !isOpen) void client.invalidateQueries({ queryKey: ['console'] });
    wasOpen.current = isOpen;
  }, [isOpen, client]);
}
