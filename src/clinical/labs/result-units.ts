import type { LabTest } from '../../knowledge/types.ts';
import type { RawLab } from '../statement/index.ts';
import { tidy, type UnitConverter, ucumSpelling } from '../units/index.ts';

/** Ions counted in equivalents; for the others eq and mol are one. */
const CHARGES: Readonly<Record<string, number>> = { calcium: 2, magnesium: 2 };
const chargeOf = (test: LabTest): number => Object.entries(CHARGES).find(([name]) => test.id.includes(name))?.[1] ?? 1;

/** g of nitrogen per mol of urea: "urea nitrogen" in mg/dL weighs the nitrogen alone, not the urea (60.06 g/mol). */
const UREA_NITROGEN_G_PER_MOL = 28.014;
const IS_NITROGEN = /\b(bun|nitrogen)\b/i;
const NITROGEN_CODES = new Set(['loinc:3094-0', 'loinc:6299-2']);

/** IFCC mmol/mol = (NGSP % - 2.15) x 10.929 (Hoelzel W et al., Clin Chem 2004;50:166, master equation). */
const ngspToIfcc = (percent: number): number => (percent - 2.15) * 10.929;

/** A result in the unit of its test; null when the units do not convert. Two tests are more than a factor of units. */
export function convertResult(of: { test: LabTest; raw: RawLab; value: number; unit: string; units: UnitConverter }): number | null {
  const { test, raw, value, unit, units } = of;
  if (test.unit === null) return null;
  if (test.id === 'hba1c' && ucumSpelling(unit) === '%') return tidy(ngspToIfcc(value));
  const nitrogen = test.id === 'urea' && (IS_NITROGEN.test(raw.test) || raw.codes.some((code) => NITROGEN_CODES.has(code)));
  return units.convert({
    value,
    from: unit,
    to: test.unit,
    molarMass: nitrogen ? UREA_NITROGEN_G_PER_MOL : test.molarMass,
    charge: chargeOf(test),
  });
}
