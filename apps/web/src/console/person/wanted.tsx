import { List, Progress, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSignedIn } from '../../session/signed-in.tsx';
import { ConsoleLink } from '../parts/console-link.tsx';
import { Section } from '../parts/section.tsx';
import { words } from '../words.ts';
import { type PersonAnswer, wantedProgress } from './model.ts';

/** What the policy still wants of this person, and by which populations. */
export function WantedSection({ answer }: { answer: PersonAnswer }): ReactNode {
  const { person, populations, wanted } = answer;
  const progress = wantedProgress(answer);
  const { may } = useSignedIn();
  return (
    <Section title={words('person.wanted')}>
      <Stack gap="sm">
        {progress !== null && (
          <div>
            <Text size="sm">{progress.text}</Text>
            <Progress value={progress.share * 100} aria-label={progress.text} mt={4} />
          </div>
        )}
        {wanted.todo.length === 0 ? (
          <Text c="dimmed">{words('person.wantedDone')}</Text>
        ) : (
          <div>
            <Text size="xs" c="dimmed" mb={4}>
              {words('person.wantedTold')}
            </Text>
            <List spacing={4}>
              {wanted.todo.map((entry) => (
                <List.Item key={entry.code}>{entry.person}</List.Item>
              ))}
            </List>
          </div>
        )}
        <div>
          <Text size="xs" c="dimmed">
            {words('person.populations')}
          </Text>
          <Text>{populations.length === 0 ? words('person.noPopulations') : populations.join(', ')}</Text>
        </div>
        {may('policy:read') && (
          <ConsoleLink to="/console/policy" search={{ tab: 'explain', person: person.id }}>
            {words('person.explain')}
          </ConsoleLink>
        )}
      </Stack>
    </Section>
  );
}
