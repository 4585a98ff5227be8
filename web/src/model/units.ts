/** Units that laboratories report instead of the one the knowledge keeps; by mass only where the molar mass is known. */
const BY_MASS: Readonly<Record<string, string>> = { 'mmol/L': 'mg/dL', 'umol/L': 'mg/dL', 'nmol/L': 'ng/mL', 'pmol/L': 'pg/mL' };
const SAME_KIND: Readonly<Record<string, string>> = { 'mg/L': 'mg/dL', 'g/L': 'g/dL', 'ug/L': 'ng/mL', 'ng/L': 'pg/mL' };

/** Units a value may be typed in. With more than one, none is chosen beforehand: a wrong unit is worse than a missing one. */
export function unitsFor(about: { unit: string; substance: boolean }): string[] {
  const other = SAME_KIND[about.unit] ?? (about.substance ? BY_MASS[about.unit] : undefined);
  return other ? [about.unit, other] : [about.unit];
}

/** Grams per litre (mass) or moles per litre (substance) in one of the unit. Only units of {@link unitsFor}. */
const SCALE: Readonly<Record<string, { readonly kind: 'mass' | 'substance'; readonly perLitre: number }>> = {
  'mmol/L': { kind: 'substance', perLitre: 1e-3 },
  'umol/L': { kind: 'substance', perLitre: 1e-6 },
  'nmol/L': { kind: 'substance', perLitre: 1e-9 },
  'pmol/L': { kind: 'substance', perLitre: 1e-12 },
  'g/L': { kind: 'mass', perLitre: 1 },
  'g/dL': { kind: 'mass', perLitre: 10 },
  'mg/L': { kind: 'mass', perLitre: 1e-3 },
  'mg/dL': { kind: 'mass', perLitre: 1e-2 },
  'ug/L': { kind: 'mass', perLitre: 1e-6 },
  'ng/mL': { kind: 'mass', perLitre: 1e-6 },
  'ng/L': { kind: 'mass', perLitre: 1e-9 },
  'pg/mL': { kind: 'mass', perLitre: 1e-9 },
};

/** A value in another unit, to be shown; null where the two do not convert or the molar mass (g/mol) is missing. */
export function convertShown(value: number, way: { from: string; to: string; molarMass?: number }): number | null {
  if (way.from === way.to) return value;
  const [from, to] = [SCALE[way.from], SCALE[way.to]];
  if (!from || !to) return null;
  const plain = (value * from.perLitre) / to.perLitre;
  if (from.kind === to.kind) return plain;
  if (way.molarMass === undefined) return null;
  return from.kind === 'substance' ? plain * way.molarMass : plain / way.molarMass;
}

/** Three significant digits and no more: what a laboratory prints. */
export const shortNumber = (value: number): string => String(Number(value.toPrecision(3)));
