export type CsvColumn<Row> = { readonly name: string; readonly value: (row: Row) => string | number | null };

/** RFC 4180: CRLF, quotes doubled. A byte-order mark so that spreadsheets read it as UTF-8. */
export function toCsv<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map((column) => cell(column.name)),
    ...rows.map((row) => columns.map((column) => cell(column.value(row)))),
  ];
  return `\ufeff${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

/** Text that a spreadsheet would run as a formula gets an apostrophe: names come from outside. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Times in exports are UTC, whatever zone the reader is in. */
export function csvTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
