import type { UcumUtils } from '@lhncbc/ucum-lhc';
import { ucumSpelling } from './spelling.ts';

let library: Promise<UcumUtils> | null = null;

/** The unit library is loaded when the first value needs it: 0.3 MB of script, some 35 ms and 13 MB in Node 20. */
async function loadLibrary(): Promise<UcumUtils> {
  // A bundler may hang a CommonJS module's names under `default` only.
  const loaded = (await import('@lhncbc/ucum-lhc')) as unknown as {
    UcumLhcUtils?: { getInstance(): UcumUtils };
    default?: { UcumLhcUtils: { getInstance(): UcumUtils } };
  };
  const utils = loaded.UcumLhcUtils ?? loaded.default?.UcumLhcUtils;
  if (!utils) throw new Error('the unit library has no UcumLhcUtils');
  return utils.getInstance();
}

const FACTORS_KEPT = 1000;

export interface UnitConverter {
  /** The value in `to` (UCUM); null when the two are not of one kind or `from` is no unit. */
  convert(request: { value: number; from: string; to: string; molarMass: number | null; charge: number | null }): number | null;
}

/**
 * Converts by UCUM (NLM's ucum-lhc). Mass to substance needs the molar mass in g/mol, equivalents the charge.
 * Enzyme units: U is 1 umol/min and the IU of an enzyme is the same by definition, which UCUM (arbitrary unit
 * [iU]) leaves apart, so for U/L targets the two are one. A per-body-surface mark {1.73_m2} carries no dimension.
 */
export async function loadUnits(): Promise<UnitConverter> {
  library ??= loadLibrary();
  const utils = await library;
  const tryOnce = (value: number, from: string, to: string, molarMass: number | null, charge: number | null): number | null => {
    const options = { ...(molarMass ? { molecularWeight: molarMass } : {}), ...(charge ? { charge } : {}) };
    try {
      const result = utils.convertUnitTo(from, value, to, options);
      return result.status === 'succeeded' && result.toVal !== null && Number.isFinite(result.toVal) ? result.toVal : null;
    } catch {
      return null;
    }
  };
  /** Conversions met before: all units of laboratory results differ by a factor, and the library takes some 10 us each. */
  const factors = new Map<string, number | null>();
  const byFactor = (value: number, from: string, to: string, molarMass: number | null, charge: number | null): number | null => {
    const key = `${from}>${to} ${molarMass ?? ''} ${charge ?? ''}`;
    let factor = factors.get(key);
    if (factor === undefined) {
      const [one, two] = [tryOnce(1, from, to, molarMass, charge), tryOnce(2, from, to, molarMass, charge)];
      // Not a factor (Celsius to Kelvin): the library each time.
      if (one !== null && two !== null && Math.abs(two - 2 * one) > 1e-9 * Math.abs(two))
        return tryOnce(value, from, to, molarMass, charge);
      factor = one;
      if (factors.size < FACTORS_KEPT) factors.set(key, factor);
    }
    return factor === null ? null : value * factor;
  };
  return {
    convert({ value, from, to, molarMass, charge }) {
      const unit = ucumSpelling(from);
      if (unit === null) return null;
      if (unit === to) return value;
      const plain = byFactor(value, unit, to, molarMass, charge);
      if (plain !== null) return tidy(plain);
      const swapped = /\[iU\]/.test(to)
        ? unit.replace(/(^|[a-z])U\b/, '$1[iU]')
        : /(^|[mk])U\//.test(to)
          ? unit.replace('[iU]', 'U')
          : unit;
      if (swapped === unit) return null;
      const again = swapped === to ? value : byFactor(value, swapped, to, molarMass, charge);
      return again === null ? null : tidy(again);
    },
  };
}

/** Twelve significant digits: takes away what binary fractions add (5.000000000000001), loses nothing measured. */
export const tidy = (value: number): number => Number(value.toPrecision(12));
