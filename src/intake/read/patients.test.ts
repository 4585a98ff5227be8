import { describe, expect, it } from 'vitest';
import { UNKNOWN_PATIENT } from '../../core/index.ts';
import type { Instance } from '../../dicom/index.ts';
import { mixedPatients } from './patients.ts';

type Who = readonly [id: string | null, name: string | null, birth?: string];

/** How many patients a pile holds; 1 when nothing is said against it. */
function patients(...whos: Who[]): number {
  const instances = whos.map(([patientId, patientName, birthDate], at) => ({
    path: `${at}.dcm`,
    patient: { ...UNKNOWN_PATIENT, patientId, patientName, birthDate: birthDate ?? null },
  }));
  const [met] = mixedPatients(instances as unknown as Instance[], false);
  return met ? Number.parseInt(met.received, 10) : 1;
}

describe('whose files these are', () => {
  it('tells patients apart by their id', () => {
    expect(patients(['1', 'A'], ['1', 'A'])).toBe(1);
    expect(patients(['1', 'A'], ['2', 'A'])).toBe(2);
    expect(patients(['1', 'A'], ['2', 'B'], ['3', 'C'])).toBe(3);
  });

  it('does not take the spelling of a name, or one that changed, for another person', () => {
    expect(patients(['1', 'Doe^Jane'], [' 1 ', 'DOE^JANE^^'], ['1', 'Roe^Jane'])).toBe(1);
  });

  it('puts a file without id to the patient of the same name', () => {
    expect(patients([null, 'Doe^Jane'], ['1', 'Doe^Jane', '19600101'], [null, 'doe^jane^'])).toBe(1);
    expect(patients(['1', 'Doe^Jane'], [null, 'Roe^Mary'])).toBe(2);
  });

  it('believes two birth dates before one id or one name', () => {
    expect(patients(['1', 'A', '19600101'], ['1', 'A', '19900101'])).toBe(2);
    expect(patients([null, 'A', '19600101'], [null, 'A', '19900101'])).toBe(2);
  });

  it('does not count files that say nothing', () => {
    expect(patients([null, null], ['1', 'A'], [null, null])).toBe(1);
  });
});
