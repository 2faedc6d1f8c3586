import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ErrorState } from '../../design/error-state.tsx';
import { Notice } from '../../design/notice.tsx';
import { Section } from '../parts/section.tsx';
import { words } from '../words.ts';
import { checkPolicy } from './api.ts';
import { checkable, checkResult, type Problem } from './model.ts';
import { Source } from './source.tsx';

/** Shows what is wrong with a text before anybody puts it into force. Nothing is applied here. */
export function CheckPanel({ current }: { current: string }): ReactNode {
  const [source, setSource] = useState('');
  const [error, setError] = useState<string>();
  const check = useMutation({
    mutationFn: async (text: string) => ({ text, problems: (await checkPolicy(text)).problems }),
  });
  const submit = (): void => {
    const wrong = checkable(source);
    setError(wrong);
    if (wrong === undefined) check.mutate(source);
  };
  return (
    <Stack>
      <Text c="dimmed">{words('policy.check.text')}</Text>
      <Textarea
        label={words('policy.check.label')}
        description={words('policy.check.help')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autosize
        minRows={10}
        maxRows={24}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--hf-mono)', fontSize: 13 } }}
        value={source}
        error={error}
        onChange={(event) => setSource(event.currentTarget.value)}
      />
      <Group>
        <Button onClick={submit} loading={check.isPending}>
          {words('policy.check.submit')}
        </Button>
        <Button variant="subtle" onClick={() => setSource(current)}>
          {words('policy.check.useCurrent')}
        </Button>
      </Group>
      {check.isError && <ErrorState error={check.error} onRetry={submit} />}
      {check.isSuccess && <Result {...check.data} />}
    </Stack>
  );
}

/** The text as it was checked, so that lines stay right while the one above is edited further. */
function Result({ text, problems }: { text: string; problems: readonly Problem[] }): ReactNode {
  const result = checkResult(problems);
  return (
    <Section title={words('policy.check.result')}>
      <Stack>
        <Notice kind={result.kind} announce>
          <Text fw={600}>{result.title}</Text>
          <Text>{result.text}</Text>
        </Notice>
        <Source source={text} problems={problems} line={problems[0]?.line} label={words('policy.check.label')} />
      </Stack>
    </Section>
  );
}
