/** Units that laboratories report instead of the one the knowledge keeps; by mass only where the molar mass is known. */
const BY_MASS: Readonly<Record<string, string>> = { 'mmol/L': 'mg/dL', 'umol/L': 'mg/dL', 'nmol/L': 'ng/mL', 'pmol/L': 'pg/mL' };
const SAME_KIND: Readonly<Record<string, string>> = { 'mg/L': 'mg/dL', 'g/L': 'g/dL', 'ug/L': 'ng/mL', 'ng/L': 'pg/mL' };

/** Units a value may be typed in. With more than one, none is chosen beforehand: a wrong unit is worse than a missing one. */
export function unitsFor(about: { unit: string; substance: boolean }): string[] {
  const other = SAME_KIND[about.unit] ?? (about.substance ? BY_MASS[about.unit] : undefined);
  return other ? [about.unit, other] : [about.unit];
}
