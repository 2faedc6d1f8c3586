import { Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { TimeText } from '../../design/time-text.tsx';
import type { EventRow } from '../events/model.ts';
import { words } from '../words.ts';
import { ConsoleLink } from './console-link.tsx';
import classes from './parts.module.css';

const icons = { success: IconCircleCheck, refused: IconCircleX, failed: IconAlertTriangle } as const;

type TimelineProps = {
  readonly events: readonly EventRow[];
  readonly empty: string;
  /** Where the events are of more than one person: who it was. */
  readonly named?: boolean;
};

/** Events one below the other, newest first; each leads to everything that was recorded. */
export function Timeline({ events, empty, named = false }: TimelineProps): ReactNode {
  if (events.length === 0) return <Text c="dimmed">{empty}</Text>;
  return (
    <ol className={classes['timeline']}>
      {events.map((event) => (
        <TimelineEntry key={event.id} event={event} who={named ? (event.actor ?? event.subject) : null} />
      ))}
    </ol>
  );
}

function TimelineEntry({ event, who }: { event: EventRow; who: EventRow['actor'] }): ReactNode {
  const Icon = icons[event.outcome];
  return (
    <li>
      <Icon
        size={14}
        className={classes['outcome']}
        data-kind={event.outcome}
        role="img"
        aria-label={words(`outcomes.${event.outcome}`)}
      />
      <div>
        <ConsoleLink to={`/console/events/${event.id}`}>{event.text}</ConsoleLink>
        <Text size="xs" c="dimmed" component="div">
          {who !== null && <>{who.name} · </>}
          <TimeText at={event.at} />
          {event.address !== null && <> · {event.address}</>}
        </Text>
      </div>
    </li>
  );
}
