import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../api/client.ts';
import { freshNeeded, useWithFresh } from '../../session/fresh.tsx';
import { designWords } from '../../words/design.ts';

export type Act = <T>(act: () => Promise<T>, done?: (answer: T) => string) => Promise<T>;

/**
 * Does something to the organisation: asks for a fresh assertion where the server wants one, says what was done, and
 * reads everything that the console shows again. Rejects with what went wrong, for the form or dialog to say.
 */
export function useAct(): Act {
  const withFresh = useWithFresh();
  const client = useQueryClient();
  return async (act, done) => {
    try {
      const answer = await withFresh(act);
      if (done !== undefined)
        notifications.show({ message: done(answer), closeButtonProps: { 'aria-label': designWords('close') } });
      return answer;
    } catch (error) {
      const ended = error instanceof ApiError && error.status === 401 && error.name !== freshNeeded;
      if (ended) await client.invalidateQueries({ queryKey: ['context'] });
      throw error;
    } finally {
      await client.invalidateQueries({ queryKey: ['console'] });
    }
  };
}
