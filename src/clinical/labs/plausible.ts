import type { LabTest } from '../../knowledge/types.ts';
import type { UnitConverter } from '../units/index.ts';
import { tidy, ucumSpelling } from '../units/index.ts';

/** Units in which blood tests are printed; what a wrong unit may have been. */
const PRINTED = ['mg/dL', 'mmol/L', 'umol/L', 'g/dL', 'g/L', 'mg/L', 'ug/L', 'ng/mL', 'ng/L', 'pg/mL', 'pmol/L', 'nmol/L', 'U/L'] as const;
/** Slips of the decimal point. */
const SLIPS = [0.1, 10, 0.01, 100] as const;

/**
 * A value that no living person has is asked about, never dropped: which unit or decimal point would make it one?
 * null when the value is plausible or the vocabulary sets no bounds.
 */
export function questionImplausible(asked: {
  test: LabTest;
  /** In the test's unit. */
  value: number;
  reported: number;
  unit: string;
  units: UnitConverter;
}): { expected: string; received: string; fix: string } | null {
  const { test, value, reported, unit, units } = asked;
  const bounds = test.plausible;
  if (!bounds || test.unit === null || (value >= bounds.low && value <= bounds.high)) return null;
  const fits = (candidate: number | null): boolean => candidate !== null && candidate >= bounds.low && candidate <= bounds.high;
  const guesses: string[] = [];
  const written = ucumSpelling(unit);
  for (const other of PRINTED) {
    if (other === written) continue;
    const converted = units.convert({ value: reported, from: other, to: test.unit, molarMass: test.molarMass, charge: 1 });
    if (fits(converted)) guesses.push(`${reported} ${other}`);
  }
  for (const slip of SLIPS) if (fits(value * slip)) guesses.push(`${tidy(reported * slip)} ${unit} (decimal point)`);
  return {
    expected: `${test.label} from ${bounds.low} to ${bounds.high} ${test.unit} in a living person`,
    received: `${test.label} ${reported} ${unit}`,
    fix: `${guesses.length > 0 ? `Was it ${guesses.slice(0, 3).join(', or ')}?` : 'A typing error?'} The value was kept and counts little.`,
  };
}
