/**
 * Branded numbers, so that two quantities of different kind cannot be swapped. UCUM codes: mm, mm2, mm3, mg, [hnsf'U].
 */
declare const unit: unique symbol;
type Quantity<Unit extends string> = number & { readonly [unit]: Unit };

export type Mm = Quantity<'mm'>;
export type Mm2 = Quantity<'mm2'>;
export type Mm3 = Quantity<'mm3'>;
export type Mg = Quantity<'mg'>;
/** Hounsfield units, UCUM `[hnsf'U]`. */
export type Hu = Quantity<'HU'>;
/** 0..1 */
export type Probability = Quantity<'1'>;

export const mm = (value: number): Mm => value as Mm;
export const mm2 = (value: number): Mm2 => value as Mm2;
export const mm3 = (value: number): Mm3 => value as Mm3;
export const mg = (value: number): Mg => value as Mg;
export const hu = (value: number): Hu => value as Hu;

/** @throws RangeError when the value is not within 0..1: a caller's bug, never a user's input. */
export function probability(value: number): Probability {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`probability ${value} is outside 0..1`);
  return value as Probability;
}
