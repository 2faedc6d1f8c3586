const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** `9.4 MB`: how large something is, in the largest unit that fits. */
export function bytesText(bytes: number, language = 'en'): string {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}
