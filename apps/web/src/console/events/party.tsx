import type { ReactNode } from 'react';
import { ConsoleLink } from '../parts/console-link.tsx';
import type { EventRow } from './model.ts';

/** Who did it or whom it is about; people lead to their page, the system does not. */
export function Party({ party }: { party: EventRow['actor'] }): ReactNode {
  if (party === null) return '–';
  if (party.id === null) return party.name;
  return <ConsoleLink to={`/console/people/${party.id}`}>{party.name}</ConsoleLink>;
}
