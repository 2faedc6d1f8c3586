import { Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconBulb, IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useSignedIn } from '../../session/signed-in.tsx';
import { ConsoleLink } from '../parts/console-link.tsx';
import { Section } from '../parts/section.tsx';
import { accessTo } from '../shell/model.ts';
import { words } from '../words.ts';
import { consoleLink, type Overview } from './model.ts';
import classes from './overview.module.css';

type Step = Overview['next'][number];

/** What needs somebody today, most urgent first; each step leads to where it is done. */
export function NextSteps({ next }: { next: readonly Step[] }): ReactNode {
  return (
    <Section title={words('overview.next')}>
      {next.length === 0 ? (
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <IconCircleCheck size={20} className={classes['allGood']} aria-hidden="true" />
          <div>
            <Text fw={600}>{words('overview.allGood')}</Text>
            <Text c="dimmed">{words('overview.allGoodText')}</Text>
          </div>
        </Group>
      ) : (
        <ol className={classes['steps']}>
          {next.map((step) => (
            <StepEntry key={step.code} step={step} />
          ))}
        </ol>
      )}
    </Section>
  );
}

function StepEntry({ step }: { step: Step }): ReactNode {
  const Icon = step.level === 'attention' ? IconAlertTriangle : IconBulb;
  const { permissions } = useSignedIn();
  const link = consoleLink(step.link);
  const leads = link !== undefined && accessTo(new URL(link, window.location.origin).pathname, permissions) === 'open';
  return (
    <li className={classes['step']} data-level={step.level}>
      <Icon size={20} role="img" aria-label={words(`overview.${step.level}`)} />
      <div>
        <Text fw={600}>{leads ? <StepLink link={link}>{step.title}</StepLink> : step.title}</Text>
        <Text c="dimmed">{step.text}</Text>
      </div>
    </li>
  );
}

/** The server gives an address with its search; the router takes the two apart. */
function StepLink({ link, children }: { link: string; children: ReactNode }): ReactNode {
  const url = new URL(link, window.location.origin);
  const search = Object.fromEntries(url.searchParams);
  return (
    <ConsoleLink to={url.pathname} search={search}>
      {children}
    </ConsoleLink>
  );
}
