const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 24 * 60 * 60 * 1000],
  ['month', 30 * 24 * 60 * 60 * 1000],
  ['week', 7 * 24 * 60 * 60 * 1000],
  ['day', 24 * 60 * 60 * 1000],
  ['hour', 60 * 60 * 1000],
  ['minute', 60 * 1000],
];

/** How long ago or in how long, in the largest unit that fits: "3 days ago", "in 2 hours", "now". */
export function relativeTime(at: number, now: number, language?: string): string {
  const difference = at - now;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, lengthMs] of units) {
    if (Math.abs(difference) >= lengthMs) return format.format(Math.trunc(difference / lengthMs), unit);
  }
  return format.format(0, 'second');
}

/** The exact time in the reader's zone, to the second, with the zone's name. */
export function exactTime(at: number, language?: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);
}

/** A time of day or, for another day, a date with the time: for "until 14:05". */
export function shortTime(at: number, now: number, language?: string): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(
    language,
    sameDay ? { hour: '2-digit', minute: '2-digit' } : { dateStyle: 'medium', timeStyle: 'short' },
  ).format(at);
}
