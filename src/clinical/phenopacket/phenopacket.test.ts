import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesUnder } from '../../../test/files.ts';
import { loadKnowledge } from '../../knowledge/index.ts';
import { readClinical } from '../read/index.ts';
import type { ClinicalReading } from '../types.ts';

const knowledge = loadKnowledge();
const read = (json: unknown): Promise<ClinicalReading> => readClinical([{ name: 'packet.json', text: JSON.stringify(json) }], knowledge);
const metaData = { phenopacketSchemaVersion: '2.0' };
const term = (id: string, label: string): object => ({ id, label });

describe('phenopacket', () => {
  it('reads features, measurements, diseases, actions and genes', async () => {
    const reading = await read({
      id: 'p',
      subject: { id: 's1', sex: 'FEMALE', timeAtLastEncounter: { age: { iso8601duration: 'P3Y8M' } } },
      phenotypicFeatures: [
        { type: term('HP:0034282', 'Subcutaneous ossification') },
        { type: term('HP:0001250', 'Seizure'), excluded: true },
        { type: term('HP:9999999', 'Unheard of') },
      ],
      measurements: [
        {
          assay: term('LOINC:17861-6', 'Calcium'),
          value: { quantity: { unit: term('UCUM:mg/dL', ''), value: 7.1, referenceRange: { low: 8.5, high: 10.5 } } },
        },
      ],
      diseases: [{ term: term('OMIM:103580', 'Pseudohypoparathyroidism Ia') }],
      medicalActions: [
        { treatment: { agent: term('CHEBI:1', 'warfarin') } },
        { procedure: { code: term('X:1', 'calcium gluconate infusion'), bodySite: term('U:1', 'left forearm') } },
      ],
      interpretations: [
        {
          diagnosis: {
            genomicInterpretations: [
              {
                interpretationStatus: 'CAUSATIVE',
                variantInterpretation: {
                  acmgPathogenicityClassification: 'PATHOGENIC',
                  variationDescriptor: { geneContext: { symbol: 'GNAS' } },
                },
              },
            ],
          },
        },
      ],
      metaData,
    });
    const states = new Map(reading.facts?.findings.map((each) => [each.finding, each.state]));
    expect(reading.facts?.patient).toMatchObject({ sex: 'female', id: 's1' });
    expect(reading.facts?.patient.ageYears).toBeCloseTo(3.67, 2);
    expect(states.get('compartment-subcutaneous')).toBe('present');
    expect(states.get('morph-ossification')).toBe('present');
    expect(states.get('hx-seizures')).toBe('absent');
    expect(states.get('lab-calcium-low')).toBe('present');
    expect(states.get('lab-gene-gnas-positive')).toBe('present');
    expect(states.get('drug-warfarin')).toBe('present');
    expect(reading.facts?.procedures).toEqual([
      expect.objectContaining({ finding: 'proc-calcium-infusion', site: 'forearm', side: 'left' }),
    ]);
    const codes = reading.issues.map((each) => each.code);
    expect(codes).toEqual(expect.arrayContaining(['finding-unknown', 'finding-is-diagnosis']));
    expect(reading.issues.every((each) => each.severity === 'note')).toBe(true);
  });

  it('does not take the absence of one kind for the absence of the whole', async () => {
    const reading = await read({
      id: 'p',
      subject: {},
      phenotypicFeatures: [
        { type: term('HP:0002669', 'Osteosarcoma'), excluded: true },
        { type: term('HP:0034282', 'Subcutaneous ossification'), excluded: true },
      ],
      metaData,
    });
    expect(reading.facts?.findings).toEqual([]);
    expect(reading.facts?.conditions).toEqual([]);
    expect(reading.facts?.recorded).toHaveLength(2);
  });

  it('refuses a cohort, takes the proband of a family, and names what is broken', async () => {
    expect((await read({ id: 'c', members: [{ id: 'a', subject: {} }], metaData })).issues[0]).toMatchObject({
      code: 'patient-mismatch',
      severity: 'error',
    });
    const family = await read({ id: 'f', proband: { id: 'p', subject: { sex: 'MALE' }, phenotypicFeatures: [], metaData }, metaData });
    expect(family.facts?.patient.sex).toBe('male');
    const broken = await read({ id: 'p', subject: { sex: 'LADY' }, phenotypicFeatures: [{ type: 'HP:1' }], metaData });
    expect(broken.issues.map((each) => each.code)).toContain('phenopacket-invalid');
  });
});

const files = filesUnder('data/phenopackets', '.json');
describe.skipIf(files.length === 0)('published patients', () => {
  it('read without an error', async () => {
    let findings = 0;
    for (const file of files) {
      const reading = await readClinical([{ name: file.name, bytes: readFileSync(file.path) }], knowledge);
      expect(reading.facts?.sources?.[0].format, file.name).toBe('phenopacket');
      expect(
        reading.issues.some((each) => each.severity === 'error'),
        file.name,
      ).toBe(false);
      findings += reading.facts?.findings.length ?? 0;
    }
    console.log(`${files.length} phenopackets read, ${findings} findings of the vocabulary`);
    expect(findings).toBeGreaterThan(100);
  });
});
