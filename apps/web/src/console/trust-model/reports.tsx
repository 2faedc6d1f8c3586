import { Anchor, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { TimeText } from '../../design/time-text.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import type { ModelPage, Report } from './api.ts';
import classes from './model.module.css';
import { reportDetails, reportName, timeline, toneOf } from './model.ts';

const marks = { bad: 'bad', good: 'done', neutral: 'off', later: 'waiting', over: 'off' } as const;

/** The history of a model as it was reported, newest first. */
export function Reports({ reports, at }: { reports: readonly Report[]; at: number }): ReactNode {
  if (reports.length === 0) return <Text c="dimmed">{words('model.noReports')}</Text>;
  return (
    <ol className={classes['timeline']}>
      {timeline(reports).map((report) => (
        <ReportEntry key={JSON.stringify(report)} report={report} at={at} />
      ))}
    </ol>
  );
}

function ReportEntry({ report, at }: { report: Report; at: number }): ReactNode {
  const tone = toneOf(report, at);
  const details = reportDetails(report);
  return (
    <li>
      <Text component="div" {...(tone === 'bad' && { fw: 600 })}>
        <StateMark kind={marks[tone]}>{reportName(report.status)}</StateMark>
      </Text>
      <Text size="sm" c="dimmed" component="div">
        {report.effectiveAt === null ? words('model.noDate') : <TimeText at={report.effectiveAt} />}
        {(tone === 'later' || tone === 'over') && <> · {words(`model.tones.${tone}`)}</>}
        {report.sunsetAt !== null && (
          <>
            {' '}
            · {words('model.ends')} <TimeText at={report.sunsetAt} />
          </>
        )}
      </Text>
      {details.length > 0 && <Text size="sm">{details.join(' · ')}</Text>}
      <More url={report.url} status={report.status} />
    </li>
  );
}

/** An address in a report was signed by the FIDO Alliance; all the same it is only followed where it is a web address. */
function More({ url, status }: { url: string | null; status: string }): ReactNode {
  if (url === null || !/^https:\/\//.test(url)) return null;
  return (
    <Anchor
      href={url}
      size="sm"
      target="_blank"
      rel="noreferrer"
      aria-label={words('model.moreOf', { status: reportName(status) })}
    >
      {words('model.more')}
    </Anchor>
  );
}

/** What is open against the model, worst first, before anything else. */
export function OpenProblems({ problems }: { problems: ModelPage['problems'] }): ReactNode {
  return (
    <ul className={classes['timeline']}>
      {problems.map((problem) => (
        <li key={`${problem.status} ${problem.since} ${problem.scope}`}>
          <Text component="div" fw={600}>
            <StateMark kind={problem.fixedIn === null ? 'bad' : 'attention'}>{reportName(problem.status)}</StateMark>
          </Text>
          <Text size="sm">{problem.text}</Text>
          {problem.fixedIn !== null && (
            <Text size="sm">{words('model.fixedIn', { version: String(problem.fixedIn) })}</Text>
          )}
          <Text size="xs" c="dimmed" component="div">
            {words(`credential.scopes.${problem.scope}`)}
            {problem.since !== null && (
              <>
                {' '}
                · {words('credential.since')} <TimeText at={problem.since} />
              </>
            )}
          </Text>
          <More url={problem.url} status={problem.status} />
        </li>
      ))}
    </ul>
  );
}
