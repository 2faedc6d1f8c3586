const grouped = new Intl.NumberFormat('en');

/** A number as a reader of English writes it: 1,204. */
export function count(n: number): string {
  return grouped.format(n);
}
