import {
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  defaultVariantColorsResolver,
  InputWrapper,
  type MantineColorsTuple,
  Modal,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core';
import { dark, grey, teal } from './palette.ts';

const tuple = (shades: readonly string[]): MantineColorsTuple => shades as unknown as MantineColorsTuple;
const fontFamily = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Filled parts in the accent follow the tokens: the dark theme has a light accent with dark text on it. */
const variantColors: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const inAccent = input.color === undefined || input.color === 'teal';
  if (input.variant !== 'filled' || !inAccent) return colors;
  return { ...colors, background: 'var(--hf-accent)', hover: 'var(--hf-accent-hover)', color: 'var(--hf-on-accent)' };
};

/** A dialog's own header is not the banner of the page, which assistive technology would take it for. */
const plainHeader = { header: { role: 'presentation' } };

/** screens.md "Look": one accent, neutral greys, system fonts at 14/20, radius 6, thin borders, little motion. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.3,
  colors: { teal: tuple(teal), gray: tuple(grey), dark: tuple(dark) },
  black: grey[9],
  fontFamily,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '18px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '24px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '3px', sm: '6px', md: '6px', lg: '6px', xl: '6px' },
  defaultRadius: 'sm',
  shadows: { xs: 'none', sm: 'none', md: '0 2px 8px rgb(0 0 0 / 12%)', lg: '0 4px 16px rgb(0 0 0 / 16%)', xl: 'none' },
  headings: {
    fontFamily,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '24px', lineHeight: '32px' },
      h2: { fontSize: '18px', lineHeight: '24px' },
      h3: { fontSize: '16px', lineHeight: '24px' },
      h4: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  variantColorResolver: variantColors,
  respectReducedMotion: true,
  components: {
    Modal: Modal.extend({
      defaultProps: { transitionProps: { duration: 120 }, centered: true, radius: 'sm', attributes: plainHeader },
      styles: { title: { fontSize: 16, lineHeight: '24px', fontWeight: 600 } },
    }),
    InputWrapper: InputWrapper.extend({ styles: { label: { marginBottom: 4 }, description: { marginTop: 4 } } }),
    Drawer: Drawer.extend({ defaultProps: { transitionProps: { duration: 120 }, attributes: plainHeader } }),
    Tooltip: Tooltip.extend({
      defaultProps: { transitionProps: { duration: 80 }, events: { hover: true, focus: true, touch: true } },
    }),
  },
});

/** Ties Mantine's surfaces and texts to tokens.css, which the sign-in page uses too. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-line-height': '1.42857',
    '--mantine-color-body': 'var(--hf-surface)',
    '--mantine-color-text': 'var(--hf-text)',
    '--mantine-color-dimmed': 'var(--hf-text-dimmed)',
    '--mantine-color-placeholder': 'var(--hf-text-dimmed)',
    '--mantine-color-anchor': 'var(--hf-link)',
    '--mantine-color-error': 'var(--hf-bad)',
    '--mantine-color-default-border': 'var(--hf-border)',
  },
  light: {},
  dark: {},
});
