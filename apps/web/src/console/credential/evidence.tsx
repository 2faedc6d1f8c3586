import { Anchor, Box, Code, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSignedIn } from '../../session/signed-in.tsx';
import { count } from '../count.ts';
import { ConsoleLink } from '../parts/console-link.tsx';
import { EvidenceDownload } from '../parts/evidence-download.tsx';
import { Lines, Section } from '../parts/section.tsx';
import { words } from '../words.ts';
import type { CredentialAnswer } from './model.ts';

/** Digests of what is stored, and what the server keeps in step at every sign-in. */
export function EvidenceSection({ answer }: { answer: CredentialAnswer }): ReactNode {
  const yesNo = (value: boolean): string => (value ? words('credential.yes') : words('credential.no'));
  const long = true;
  // Others get the bytes of the ceremony alone, without names, policy and events.
  const mayExport = useSignedIn().may('events:read');
  const { id } = answer.credential;
  const file = `evidence-${id.slice(0, 16)}.json`;
  const links = (
    <Group gap="md">
      <ConsoleLink to="/console/inspect" search={{ credential: id }}>
        {words('credential.inspect')}
      </ConsoleLink>
      {!mayExport && (
        <Anchor href={`/api/v1/credentials/${id}/evidence`} download={file}>
          {words('credential.download')}
        </Anchor>
      )}
    </Group>
  );
  return (
    <Section title={words('credential.evidence')} text={words('credential.evidenceText')} aside={links}>
      <Box mb="md">
        {mayExport ? (
          <EvidenceDownload of={{ credentialId: id }} />
        ) : (
          <Text size="sm">
            {words('credential.check')} <Code>npx holdfast inspect {file}</Code>
          </Text>
        )}
      </Box>
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
