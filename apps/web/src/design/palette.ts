/** Ten shades from lightest to darkest, as Mantine wants them. */
export type Shades = readonly [string, string, string, string, string, string, string, string, string, string];

/** The one accent: a deep teal. Shade 7 carries white text in the light theme, shade 4 dark text in the dark one. */
export const teal: Shades = [
  '#eaf6f5',
  '#d0eae7',
  '#a5d6d2',
  '#79c3bd',
  '#4fb3ab',
  '#2a978f',
  '#147d75',
  '#0b6660',
  '#08514c',
  '#063d39',
];

/** Neutral greys with a breath of the accent. Shade 6 is the lightest that small text may have on white. */
export const grey: Shades = [
  '#f7f9f9',
  '#eff2f2',
  '#e3e8e8',
  '#d2d9d9',
  '#b3bdbd',
  '#7f8b8b',
  '#5c6868',
  '#455050',
  '#2d3636',
  '#1a2121',
];

/** The dark theme's own scale: text first, then borders, surfaces and the page. */
export const dark: Shades = [
  '#dde4e3',
  '#b9c4c3',
  '#93a09f',
  '#5d6968',
  '#38413f',
  '#2b3332',
  '#202726',
  '#161b1b',
  '#101414',
  '#0b0e0e',
];

/** Meaning, each for the light and the dark theme; always beside a shape and a word. */
export const meaning = {
  good: { light: '#1b6e35', dark: '#6fcf8a' },
  attention: { light: '#8a5300', dark: '#f0b44d' },
  bad: { light: '#b3261e', dark: '#ff9d94' },
  pending: { light: '#1f5fa8', dark: '#86bdf5' },
  unknown: { light: grey[6], dark: dark[2] },
} as const;
