import { rangeOfLine, type TextEdit } from './text-model.ts';

/** As the style sheet says. */
export const LINE_HEIGHT = 20;

/**
 * Changes the text as typing does, so that the browser's own undo takes it back. `execCommand` is the only way to do so; where
 * it does nothing, the text changes all the same.
 */
export function applyEdit(area: HTMLTextAreaElement, { from, to, text, selection }: TextEdit): void {
  area.focus();
  area.setSelectionRange(from, to);
  const isDone = document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
  if (!isDone) {
    area.setRangeText(text, from, to, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
  area.setSelectionRange(...selection);
}

/** Selects a line and brings it into view, within the editor and the page. */
export function goToLine(area: HTMLTextAreaElement, line: number): void {
  area.focus({ preventScroll: true });
  area.setSelectionRange(...rangeOfLine(area.value, line));
  showLine(area, line);
  area.closest('[data-editor]')?.scrollIntoView({ block: 'nearest' });
}

/** Brings a line into view within the editor; the focus stays where it is. */
export function showLine(area: HTMLTextAreaElement, line: number): void {
  const frame = area.closest('[data-editor]');
  if (frame === null) return;
  frame.scrollTop = Math.max(0, (line - 1) * LINE_HEIGHT - frame.clientHeight / 2);
  frame.scrollLeft = 0;
}
