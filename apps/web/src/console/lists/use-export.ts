import { useEffect, useRef, useState } from 'react';
import { collectPages } from './collect-pages.ts';
import { toCsv } from './csv.ts';
import type { CsvSource } from './export-csv.tsx';

export type ExportState =
  | { readonly at: 'idle' }
  | { readonly at: 'running'; readonly done: number; readonly total: number }
  | { readonly at: 'cancelled' }
  | { readonly at: 'done'; readonly rows: number; readonly file: string }
  | { readonly at: 'failed'; readonly error: unknown };

export function useExport<Row>({ columns, file, read }: CsvSource<Row>) {
  const [state, setState] = useState<ExportState>({ at: 'idle' });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const start = async (): Promise<void> => {
    const controller = new AbortController();
    running.current = controller;
    setState({ at: 'running', done: 0, total: 0 });
    try {
      const rows = await collectPages(
        (cursor) => read(cursor, controller.signal),
        (progress) => setState({ at: 'running', ...progress }),
        controller.signal,
      );
      const name = `${file}-${new Date().toISOString().slice(0, 10)}.csv`;
      save(name, toCsv(columns, rows));
      setState({ at: 'done', rows: rows.length, file: name });
    } catch (error) {
      setState(controller.signal.aborted ? { at: 'cancelled' } : { at: 'failed', error });
    }
  };
  return { state, start, cancel: () => running.current?.abort() };
}

function save(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
