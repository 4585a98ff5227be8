/** Demo studies: digital phantoms, made in the page when asked for. */
export const DEMOS = [
  { name: 'circumscripta', words: 'Nodules under the skin' },
  { name: 'universalis', words: 'Sheets in skin, fascia and muscle' },
  { name: 'tumoral', words: 'A mass at a joint' },
  { name: 'vascular', words: 'Arteries and phleboliths' },
] as const;
export type DemoName = (typeof DEMOS)[number]['name'];
