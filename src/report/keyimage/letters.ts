import type { Place } from './raster.ts';

/**
 * Letters as pen strokes on a cell 4 wide, capitals from y 0 to the base line at 6, small letters from 2, descenders to 8;
 * pairs of digits are points, `_` lifts the pen, a point named twice is a dot. Drawn here so that pictures and pages need
 * no font, no browser, and are the same bytes everywhere.
 */
const STROKES: Readonly<Record<string, string>> = {
  '0': '10 01 05 16 36 45 41 30 10',
  '1': '02 20 26_16 36',
  '2': '01 10 30 41 42 06 46',
  '3': '01 10 30 41 42 33 13_33 44 45 36 16 05',
  '4': '36 30 04 44',
  '5': '40 00 03 33 44 45 36 06',
  '6': '40 20 02 05 16 36 45 44 33 03',
  '7': '00 40 16',
  '8': '10 01 02 13 33 44 45 36 16 05 04 13_33 42 41 30 10',
  '9': '43 13 02 01 10 30 41 44 26 06',
  A: '06 20 46_14 34',
  B: '03 33 44 45 36 06 00 30 41 42 33',
  C: '41 30 10 01 05 16 36 45',
  D: '00 06 26 44 42 20 00',
  E: '40 00 06 46_03 33',
  F: '40 00 06_03 33',
  G: '41 30 10 01 05 16 36 45 43 23',
  H: '00 06_40 46_03 43',
  I: '10 30_20 26_16 36',
  J: '40 45 36 16 05',
  K: '00 06_40 03 46',
  L: '00 06 46',
  M: '06 00 23 40 46',
  N: '06 00 46 40',
  O: '10 01 05 16 36 45 41 30 10',
  P: '06 00 30 41 42 33 03',
  Q: '10 01 05 16 36 45 41 30 10_34 46',
  R: '06 00 30 41 42 33 03_23 46',
  S: '41 30 10 01 02 13 33 44 45 36 16 05',
  T: '00 40_20 26',
  U: '00 05 16 36 45 40',
  V: '00 26 40',
  W: '00 16 23 36 40',
  X: '00 46_06 40',
  Y: '00 23 40_23 26',
  Z: '00 40 06 46',
  a: '12 32 43 46_44 14 05 16 36 45',
  b: '00 06_03 12 32 43 45 36 16 05',
  c: '43 32 12 03 05 16 36 45',
  d: '40 46_43 32 12 03 05 16 36 45',
  e: '04 44 43 32 12 03 05 16 36 45',
  f: '40 30 21 26_12 32',
  g: '42 47 38 18 07_43 32 12 03 05 16 36 45',
  h: '00 06_03 12 32 43 46',
  i: '22 26_20 20',
  j: '32 37 28 18_30 30',
  k: '00 06_42 04_24 46',
  l: '20 25 36',
  m: '02 06_03 12 23 26_23 32 43 46',
  n: '02 06_03 12 32 43 46',
  o: '12 03 05 16 36 45 43 32 12',
  p: '02 08_03 12 32 43 45 36 16 05',
  q: '42 48_43 32 12 03 05 16 36 45',
  r: '12 16_14 32 42',
  s: '43 32 12 03 14 34 45 36 16 05',
  t: '10 15 26 36_02 32',
  u: '02 05 16 36 45_42 46',
  v: '02 26 42',
  w: '02 16 23 36 42',
  x: '02 46_06 42',
  y: '02 26_42 26 18 08',
  z: '02 42 06 46',
  ı: '22 26',
  '.': '26 26',
  ',': '26 17',
  ':': '23 23_26 26',
  ';': '23 23_26 17',
  "'": '20 21',
  '"': '10 11_30 31',
  '(': '30 21 25 36',
  ')': '10 21 25 16',
  '-': '13 33',
  '+': '03 43_21 25',
  '/': '06 40',
  '%': '00 10 11 01 00_35 45 46 36 35_06 40',
  '<': '41 03 45',
  '>': '01 43 05',
  '=': '02 42_04 44',
  '!': '20 24_26 26',
  '?': '01 10 30 41 42 24_26 26',
  '*': '21 25_02 44_04 42',
  '&': '46 11 10 20 30 31 04 05 16 36 44',
  '#': '10 16_30 36_02 42_04 44',
  _: '07 47',
  '[': '30 10 16 36',
  ']': '10 30 36 16',
  '|': '20 27',
  '×': '12 34_14 32',
  '÷': '03 43_21 21_25 25',
  '°': '10 20 21 11 10',
  '±': '02 42_20 24_06 46',
  '²': '10 30 31 13 33',
  '³': '10 30 21 32 23 13',
  µ: '02 08_05 16 36 45_42 46',
  '≥': '00 42 04_06 46',
  '≤': '40 02 44_06 46',
  '→': '03 43_32 43 34',
  '•': '23 24',
  ß: '06 01 10 20 31 22 33 35 26 16',
  ø: '12 03 05 16 36 45 43 32 12_06 42',
  Ø: '10 01 05 16 36 45 41 30 10_06 40',
  ł: '20 25 36_14 32',
  Ł: '00 06 46_04 22',
};

/** Written with other letters. */
const SPELT: Readonly<Record<string, string>> = {
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  '–': '-',
  '—': '-',
  '−': '-',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  '\u00a0': ' ',
};

/** Combining marks (NFD), above a small letter from y 0; one row and a half higher over capitals. */
const MARKS: Readonly<Record<string, string>> = {
  '\u0300': '10 21',
  '\u0301': '30 21',
  '\u0302': '11 20 31',
  '\u0303': '01 10 31 40',
  '\u0304': '10 30',
  '\u0306': '10 21 30',
  '\u0307': '20 20',
  '\u0308': '10 10_30 30',
  '\u030a': '10 20 21 11 10',
  '\u030b': '10 11_30 31',
  '\u030c': '10 21 30',
  '\u0327': '26 27 17',
  '\u0328': '36 37 47',
};
const BELOW = new Set(['\u0327', '\u0328']);
/** A letter that is not in the table: an open box, so that nothing is left out unseen. */
const UNKNOWN = '00 40 46 06 00';

/** Of a capital, in units of the strokes. */
export const CELL = { width: 4, height: 6 };
const CAPITAL_LIFT = 1.6;

/** Letters with their marks. */
export const clusters = (text: string): string[] =>
  [...text.normalize('NFC')]
    .flatMap((letter) => [...(SPELT[letter] ?? letter)])
    .map((letter) => (letter in STROKES ? letter : letter.normalize('NFD')));

const points = (stroke: string): Place[] => stroke.split(' ').map((pair) => ({ x: Number(pair[0]), y: Number(pair[1]) }));

/** Pen strokes of a letter with its marks, in cell units from the upper left corner of a capital. */
export function strokesOf(cluster: string): Place[][] {
  const [base, ...marks] = [...cluster];
  const letter = base === 'i' && marks.some((mark) => !BELOW.has(mark)) ? 'ı' : base;
  const body = base === ' ' ? '' : (STROKES[letter] ?? UNKNOWN);
  const capital = base !== base.toLowerCase();
  const above = marks.flatMap((mark) =>
    (MARKS[mark] ?? '')
      .split('_')
      .filter(Boolean)
      .map((stroke) => points(stroke).map(({ x, y }) => ({ x, y: capital && !BELOW.has(mark) ? y - CAPITAL_LIFT : y }))),
  );
  return [...body.split('_').filter(Boolean).map(points), ...above];
}
