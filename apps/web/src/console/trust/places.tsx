import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { words } from '../words.ts';
import classes from './trust.module.css';

const places = [
  { id: 'sources', to: '/console/trust' },
  { id: 'models', to: '/console/trust/models' },
  { id: 'changes', to: '/console/trust/changes' },
  { id: 'jobs', to: '/console/trust/jobs' },
] as const;
type Place = (typeof places)[number]['id'];

/** The parts of Trust, below the title of each; which one is open shows in weight and line as well as in colour. */
export function TrustPlaces({ open }: { open: Place }): ReactNode {
  return (
    <nav aria-label={words('trust.places.label')} className={classes['places']}>
      {places.map(({ id, to }) => (
        <Link
          key={id}
          to={to}
          className={classes['place'] ?? ''}
          data-open={id === open}
          {...(id === open && { 'aria-current': 'page' as const })}
        >
          {words(`trust.places.${id}`)}
        </Link>
      ))}
    </nav>
  );
}
