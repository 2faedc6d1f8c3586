import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { csvTime, toCsv } from './csv.ts';

const columns = [
  { name: 'name', value: (row: { name: string; at: number | null }) => row.name },
  { name: 'at', value: (row: { name: string; at: number | null }) => csvTime(row.at) },
];
const line = (name: string, at: number | null = null) => toCsv(columns, [{ name, at }]).split('\r\n')[1];

describe('CSV export', () => {
  test('starts with the names of the columns and ends every line with CRLF', () => {
    assert.equal(toCsv(columns, []), '\ufeffname,at\r\n');
  });
  test('quotes commas, quotes and line breaks', () => {
    assert.equal(line('Lopez, Ana "Nita"'), '"Lopez, Ana ""Nita""",');
  });
  test('does not let a name become a formula', () => {
    assert.equal(line('=1+1'), "'=1+1,");
    assert.equal(line('@sum'), "'@sum,");
  });
  test('writes times in UTC', () => assert.equal(line('a', 0), 'a,1970-01-01T00:00:00.000Z'));
});
