import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { Mark } from '../design/mark.tsx';
import { SchemeSwitch } from '../design/scheme-switch.tsx';
import { contextQuery } from '../session/context-query.ts';
import { enrolWords as words } from '../words/enrol.ts';
import classes from './enrol.module.css';

type EnrolFrameProps = {
  readonly organisation?: string | undefined;
  readonly title: string;
  readonly progress?: { readonly step: number; readonly steps: number };
  /** A field has taken the focus, which then stays there. */
  readonly fieldHasFocus?: boolean;
  readonly children: ReactNode;
};

/** One column, one step. A new step takes the focus to its title, so that it is read out. */
export function EnrolFrame({ title, progress, fieldHasFocus = false, children, ...props }: EnrolFrameProps): ReactNode {
  const { data: context } = useQuery(contextQuery);
  const organisation = props.organisation ?? context?.organisation.name;
  const heading = useRef<HTMLHeadingElement>(null);
  const shownBefore = useRef(title);
  useEffect(() => {
    document.title = organisation === undefined ? title : `${title} · ${organisation}`;
    if (shownBefore.current !== title && !fieldHasFocus) heading.current?.focus();
    shownBefore.current = title;
  }, [title, organisation, fieldHasFocus]);
  return (
    <Box component="main" className={classes['page'] ?? ''}>
      <Box className={classes['card'] ?? ''}>
        <Group gap="sm" wrap="nowrap" mb="lg">
          <Mark size={40} />
          <Text size="lg" fw={600} flex={1} className={classes['organisation'] ?? ''}>
            {organisation ?? ''}
          </Text>
          <SchemeSwitch />
        </Group>
        <Stack>
          <Box>
            {progress !== undefined && (
              <Text size="sm" c="dimmed">
                {words('step', progress)}
              </Text>
            )}
            <Title order={1} ref={heading} tabIndex={-1} className={classes['title'] ?? ''}>
              {title}
            </Title>
          </Box>
          {children}
        </Stack>
      </Box>
    </Box>
  );
}
