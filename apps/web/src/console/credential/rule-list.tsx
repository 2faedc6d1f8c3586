import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { count } from '../count.ts';
import { ConsoleLink } from '../parts/console-link.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import classes from './credential.module.css';
import { failing, holding, onlyRecorded, type Rule } from './model.ts';

/** Rules that fail are read, those that would only fail if they were enforced too; the others can be looked up below. */
export function RuleList({ rules }: { rules: readonly Rule[] }): ReactNode {
  const fails = failing(rules);
  const recorded = onlyRecorded(rules);
  const holds = holding(rules);
  return (
    <>
      {fails.length > 0 && <Rules rules={fails} />}
      {recorded.length > 0 && <Rules rules={recorded} />}
      {holds.length > 0 && (
        <details className={classes['holding']}>
          <summary>{words('credential.rulesThatHold', { count: count(holds.length) })}</summary>
          <Rules rules={holds} />
        </details>
      )}
    </>
  );
}

function Rules({ rules }: { rules: readonly Rule[] }): ReactNode {
  return (
    <ul className={classes['rules']} aria-label={words('policy.explain.rules')}>
      {rules.map((rule) => (
        <RuleEntry key={`${rule.population} ${rule.rule}`} rule={rule} />
      ))}
    </ul>
  );
}

const marks = {
  holds: { kind: 'done', text: words('policy.explain.holds') },
  enforce: { kind: 'bad', text: words('policy.explain.fails') },
  monitor: { kind: 'attention', text: words('credential.wouldFail') },
} as const;

/** One rule as the operator reads it: what it found, what it asks for, and where that is written. */
function RuleEntry({ rule }: { rule: Rule }): ReactNode {
  const { kind, text } = marks[rule.outcome === 'holds' ? 'holds' : rule.mode];
  return (
    <li>
      <Text component="div" fw={kind === 'done' ? 400 : 600}>
        <StateMark kind={kind}>{text}</StateMark> <span className={classes['rule']}>{rule.rule}</span>
      </Text>
      <Text size="sm">{words('credential.found', { fact: rule.fact, received: rule.received })}</Text>
      <Text size="sm">{words('credential.expected', { expected: rule.expected })}</Text>
      <Text size="xs" c="dimmed" component="div">
        {rule.population}{' '}
        {rule.position !== null && (
          <ConsoleLink to="/console/policy" search={{ line: rule.position.line }} inText>
            {words('policy.line', { line: rule.position.line })}
          </ConsoleLink>
        )}
      </Text>
    </li>
  );
}
