/** How numbers are said to people. Rounded harder than in the files: what stands beyond the error is noise to a reader. */

const CM3_FROM_MM3 = 1000;

const places = (value: number): number => (Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);

/** `0.82 mm³`, `12.4 mm³`, `1.35 cm³`. */
export const volumeWords = (mm3: number): string =>
  mm3 >= CM3_FROM_MM3 ? `${(mm3 / CM3_FROM_MM3).toFixed(places(mm3 / CM3_FROM_MM3))} cm³` : `${mm3.toFixed(places(mm3))} mm³`;

/** `9.3–11.4 cm³`: both ends in the unit of the upper one. */
export function volumeRangeWords(interval: readonly [number, number]): string {
  const [low, high] = interval;
  const large = high >= CM3_FROM_MM3;
  const scale = large ? CM3_FROM_MM3 : 1;
  const digits = places(high / scale);
  return `${(low / scale).toFixed(digits)}–${(high / scale).toFixed(digits)} ${large ? 'cm³' : 'mm³'}`;
}

export const lengthWords = (mm: number | null): string => (mm === null ? '–' : `${mm.toFixed(mm >= 10 ? 0 : 1)} mm`);

/** `62 %`, `<1 %`, `>99 %`. */
export function percentWords(share: number): string {
  if (share > 0 && share < 0.01) return '<1 %';
  if (share < 1 && share > 0.99) return '>99 %';
  return `${Math.round(share * 100)} %`;
}

/** `43–78 %`; an end that rounds to nothing or to all is not said: `up to 6 %`, `94 % or more`. */
export function percentRangeWords(interval: readonly [number, number]): string {
  const [low, high] = [Math.round(interval[0] * 100), Math.round(interval[1] * 100)];
  if (high === 0) return '<1 %';
  if (low === 100) return '>99 %';
  if (low === high) return `${low} %`;
  if (low === 0) return high === 100 ? 'anything' : `up to ${high} %`;
  return high === 100 ? `${low} % or more` : `${low}–${high} %`;
}

/** After the calibrated language of the IPCC (Mastrandrea 2010), ends drawn in: no cause is ever "certain". */
const LIKELIHOODS: readonly (readonly [number, string])[] = [
  [0.9, 'very likely'],
  [0.66, 'likely'],
  [0.33, 'about as likely as not'],
  [0.1, 'unlikely'],
  [0, 'very unlikely'],
];

export const likelihoodWords = (share: number): string => (LIKELIHOODS.find(([from]) => share >= from) ?? LIKELIHOODS[4])[1];

/** A likelihood ratio as a factor: `×13` speaks for, `÷5` against, `×1` neither. */
export function factorWords(log10: number): string {
  const factor = 10 ** Math.abs(log10);
  const text = factor >= 9.95 ? factor.toFixed(0) : factor.toFixed(1);
  return `${log10 >= 0 ? '×' : '÷'}${text}`;
}
