import { Anchor, Code, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { count } from '../count.ts';
import { ConsoleLink } from '../parts/console-link.tsx';
import { Lines, Section } from '../parts/section.tsx';
import { words } from '../words.ts';
import type { CredentialAnswer } from './model.ts';

/** Digests of what is stored, and what the server keeps in step at every sign-in. */
export function EvidenceSection({ answer }: { answer: CredentialAnswer }): ReactNode {
  const yesNo = (value: boolean): string => (value ? words('credential.yes') : words('credential.no'));
  const long = true;
  const { id } = answer.credential;
  const file = `evidence-${id.slice(0, 16)}.json`;
  const links = (
    <Group gap="md">
      <ConsoleLink to="/console/inspect" search={{ credential: id }}>
        {words('credential.inspect')}
      </ConsoleLink>
      <Anchor href={`/api/v1/credentials/${id}/evidence`} download={file}>
        {words('credential.download')}
      </Anchor>
    </Group>
  );
  return (
    <Section title={words('credential.evidence')} text={words('credential.evidenceText')} aside={links}>
      <Text size="sm" mb="md">
        {words('credential.check')} <Code>npx holdfast inspect {file}</Code>
      </Text>
      <Lines
        wide
        lines={[
          {
            key: 'attestationObject',
            name: words('credential.attestationObject'),
            value: answer.evidence.attestationObject,
            long,
          },
          { key: 'clientData', name: words('credential.clientData'), value: answer.evidence.clientDataJSON, long },
          { key: 'factsDigest', name: words('credential.factsDigest'), value: answer.factsDigest, long },
          { key: 'id', name: words('credential.credentialId'), value: answer.credential.id, long },
          { key: 'signCount', name: words('credential.signCount'), value: count(answer.signCount) },
          { key: 'eligible', name: words('credential.backupEligible'), value: yesNo(answer.backupEligible) },
          { key: 'backedUp', name: words('credential.backedUp'), value: yesNo(answer.backedUp) },
        ]}
      />
    </Section>
  );
}
