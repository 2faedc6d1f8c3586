import { Switch, Text } from '@mantine/core';
import { IconAlertTriangle, IconArrowRight, IconCircleX } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useRef, useState } from 'react';
import { words } from '../words.ts';
import classes from './edit.module.css';
import { applyEdit, LINE_HEIGHT } from './editor-dom.ts';
import type { LineMark } from './model.ts';
import { breakLine, columnsOf, columnsOfLine, indent, lineCount, outdent } from './text-model.ts';

export type EditorProps = {
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly id: string;
  readonly source: string;
  readonly onChange: (source: string) => void;
  readonly marks: readonly LineMark[];
  /** The id of the list of problems. */
  readonly describedBy: string;
};

/**
 * A text with line numbers and, at each line that has one, the mark and the words of its problem. A plain text field in a
 * frame that scrolls: what browsers do with text (undo, search, dictation, screen readers) works as everywhere.
 */
export function PolicyEditor({ area, id, source, onChange, marks, describedBy }: EditorProps): ReactNode {
  const [tabIndents, setTabIndents] = useState(false);
  const onKeyDown = useEditorKeys(tabIndents);
  const help = useId();
  const lines = source.split('\n');
  const isInvalid = marks.some(({ severity }) => severity === 'error');
  return (
    <div>
      <div className={classes['head']}>
        <label htmlFor={id} className={classes['label']}>
          {words('policy.edit.label')}
        </label>
        <Switch
          size="sm"
          label={words('policy.edit.tabIndents')}
          checked={tabIndents}
          onChange={(event) => setTabIndents(event.currentTarget.checked)}
        />
      </div>
      <div className={classes['frame']} data-editor="" data-invalid={isInvalid}>
        <Numbers lines={lines.length} marks={marks} />
        <div className={classes['sheet']} style={{ minWidth: `${columnsOf(source) + 4}ch` }}>
          <Marks lines={lines} marks={marks} />
          <textarea
            ref={area}
            id={id}
            className={classes['area']}
            rows={lineCount(source)}
            value={source}
            wrap="off"
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            aria-invalid={isInvalid}
            aria-describedby={`${help} ${describedBy}`}
            onChange={(event) => onChange(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
        </div>
      </div>
      <Text size="xs" c="dimmed" mt={4} id={help}>
        {words('policy.edit.help')} {tabIndents && words('policy.edit.tabHelp')}
      </Text>
    </div>
  );
}

/** Enter keeps the indentation. Tab goes on to the next control, unless somebody wants it to indent; Escape lets it go on. */
function useEditorKeys(tabIndents: boolean): (event: KeyboardEvent<HTMLTextAreaElement>) => void {
  const leaves = useRef(false);
  return (event) => {
    const { key, shiftKey, altKey, ctrlKey, metaKey, currentTarget: area } = event;
    const escaped = leaves.current;
    // Shift goes down before Tab does, and does not take the way out away.
    if (key !== 'Shift') leaves.current = key === 'Escape';
    if (event.nativeEvent.isComposing || altKey || ctrlKey || metaKey) return;
    const { value, selectionStart: from, selectionEnd: to } = area;
    if (key === 'Enter' && !shiftKey) {
      event.preventDefault();
      applyEdit(area, breakLine(value, from, to));
    }
    if (key === 'Tab' && tabIndents && !escaped) {
      event.preventDefault();
      applyEdit(area, shiftKey ? outdent(value, from, to) : indent(value, from, to));
    }
  };
}

const icons = { error: IconCircleX, warning: IconAlertTriangle, other: IconArrowRight } as const;

/** For the eye; the list of problems says the same in words. */
function Numbers({ lines, marks }: { lines: number; marks: readonly LineMark[] }): ReactNode {
  const numbers = Array.from({ length: lines }, (_, index) => index + 1).join('\n');
  return (
    <div className={classes['numbers']} aria-hidden="true">
      <pre>{numbers}</pre>
      {marks.map(({ line, severity }) => {
        const Icon = icons[severity];
        return (
          <span key={line} data-severity={severity} style={{ top: topOf(line) }}>
            <Icon size={14} />
          </span>
        );
      })}
    </div>
  );
}

function Marks({ lines, marks }: { lines: readonly string[]; marks: readonly LineMark[] }): ReactNode {
  return (
    <div className={classes['marks']} aria-hidden="true">
      {marks.map(({ line, severity, message }) => (
        <div key={line} data-severity={severity} style={{ top: topOf(line) }}>
          {message !== null && (
            <span style={{ insetInlineStart: `${columnsOfLine(lines[line - 1] ?? '') + 3}ch` }}>{message}</span>
          )}
        </div>
      ))}
    </div>
  );
}

function topOf(line: number): number {
  return (line - 1) * LINE_HEIGHT;
}
