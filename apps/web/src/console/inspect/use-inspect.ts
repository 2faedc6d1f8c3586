import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { evidenceQuery, inspectText } from './api.ts';
import { inspectable, inspectedOf } from './model.ts';

/** The text that is inspected, what is wrong with it, and what came out. Evidence of a credential is inspected as it arrives. */
export function useInspect(credentialId: string | undefined) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string>();
  const inspection = useMutation({ mutationFn: async (given: string) => inspectedOf(await inspectText(given)) });
  const evidence = useQuery({ ...evidenceQuery(credentialId ?? ''), enabled: credentialId !== undefined });

  const { mutate, reset } = inspection;
  const inspect = (given: string): void => {
    const problem = inspectable(given);
    setText(given);
    setWrong(problem);
    if (problem === undefined) mutate(given);
    else reset();
  };
  const { data } = evidence;
  useEffect(() => {
    if (data === undefined) return;
    const given = JSON.stringify(data, undefined, 2);
    setText(given);
    setWrong(undefined);
    mutate(given);
  }, [data, mutate]);

  const clear = (): void => {
    setText('');
    setWrong(undefined);
    reset();
  };
  return { text, setText, wrong, inspect, clear, inspection, evidence };
}
