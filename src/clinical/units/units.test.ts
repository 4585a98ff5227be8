import { beforeAll, describe, expect, it } from 'vitest';
import { loadUnits, type UnitConverter } from './convert.ts';
import { ucumSpelling } from './spelling.ts';

let units: UnitConverter;
beforeAll(async () => {
  units = await loadUnits();
});

/** Test, its molar mass (g/mol), and the units it is printed in. */
const PRINTED = [
  ['calcium', 40.078, ['mg/dL', 'mmol/L', 'umol/L', 'mg/L']],
  ['phosphate', 30.974, ['mg/dL', 'mmol/L', 'g/L']],
  ['creatinine', 113.12, ['mg/dL', 'umol/L', 'mmol/L']],
  ['PTH', 9425, ['pg/mL', 'ng/L', 'pmol/L']],
  ['25-OH-D', 400.64, ['ng/mL', 'nmol/L', 'ug/L']],
  ['urate', 168.11, ['mg/dL', 'umol/L']],
] as const;

describe('conversion', () => {
  it('comes back to the value it started from, in every pair of units', () => {
    for (const [, molarMass, list] of PRINTED)
      for (const from of list)
        for (const to of list) {
          const there = units.convert({ value: 7.3, from, to, molarMass, charge: null });
          expect(there).not.toBeNull();
          expect(units.convert({ value: there!, from: to, to: from, molarMass, charge: null })).toBeCloseTo(7.3, 9);
        }
  });

  it('agrees with the factors of textbooks', () => {
    const convert = (value: number, from: string, to: string, molarMass: number | null): number | null =>
      units.convert({ value, from, to, molarMass, charge: null });
    expect(convert(10, 'mg/dl', 'mmol/L', 40.078)).toBeCloseTo(2.495, 3);
    expect(convert(1, 'mg/dL', 'umol/L', 113.12)).toBeCloseTo(88.4, 1);
    expect(convert(3.1, 'mg/dL', 'mmol/L', 30.974)).toBeCloseTo(1.0, 2);
    expect(convert(30, 'ng/mL', 'nmol/L', 400.64)).toBeCloseTo(74.9, 1);
    expect(convert(65, 'pg/mL', 'pmol/L', 9425)).toBeCloseTo(6.9, 1);
    expect(convert(4.1, 'g/dL', 'g/L', null)).toBeCloseTo(41, 9);
    expect(units.convert({ value: 5, from: 'mEq/L', to: 'mmol/L', molarMass: 40.078, charge: 2 })).toBeCloseTo(2.5, 9);
  });

  it('takes the IU of an enzyme for its U, and says no to what does not convert', () => {
    expect(units.convert({ value: 80, from: 'IU/L', to: 'U/L', molarMass: null, charge: null })).toBe(80);
    expect(units.convert({ value: 4, from: 'mU/L', to: 'm[iU]/L', molarMass: null, charge: null })).toBe(4);
    for (const from of ['bananas', 'mm/h', '', '('.repeat(3000), '__proto__', 'mg/dL'.repeat(50)])
      expect(units.convert({ value: 4, from, to: 'mmol/L', molarMass: 40, charge: null })).toBeNull();
  });
});

it('knows how units are written', () => {
  const spelled = {
    'mg/dl': 'mg/dL',
    'µmol/l': 'umol/L',
    'mcg/L': 'ug/L',
    'x10^9/L': '10*9/L',
    'K/uL': '10*3/uL',
    'mm/hr': 'mm/h',
    'mL/min/1.73m²': 'mL/min/{1.73_m2}',
    'mg/24h': 'mg/(24.h)',
    'g/100ml': 'g/dL',
    'MG/DL': 'mg/dL',
  };
  for (const [written, ucum] of Object.entries(spelled)) expect(ucumSpelling(written)).toBe(ucum);
});
