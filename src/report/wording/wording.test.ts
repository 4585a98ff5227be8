import { describe, expect, it } from 'vitest';
import { sampleParts } from '../../../test/fixtures/analysis-parts.ts';
import { buildAnalysis } from '../analysis/index.ts';
import {
  dateWords,
  factorWords,
  findingWords,
  impressionOf,
  likelihoodWords,
  percentRangeWords,
  percentWords,
  personWords,
  placeWords,
  splitEvidence,
  totalVolume,
  volumeRangeWords,
  volumeWords,
} from './index.ts';

describe('numbers in words', () => {
  it.each([
    [0.823, '0.82 mm³'],
    [12.44, '12.4 mm³'],
    [999.4, '999 mm³'],
    [10291, '10.3 cm³'],
  ])('says a volume of %d mm3 as %s', (mm3, words) => void expect(volumeWords(mm3)).toBe(words));

  it('says both ends of a range in one unit', () => void expect(volumeRangeWords([900, 1500])).toBe('0.90–1.50 cm³'));
  it('never says that something is certain or impossible', () => {
    expect(percentWords(0.9999)).toBe('>99 %');
    expect(percentWords(0.0001)).toBe('<1 %');
    expect(percentRangeWords([0.001, 0.004])).toBe('<1 %');
    expect(percentRangeWords([0.43, 0.78])).toBe('43–78 %');
    expect(percentRangeWords([0.94, 0.9999])).toBe('94 % or more');
    expect(percentRangeWords([0.001, 0.06])).toBe('up to 6 %');
    expect(percentRangeWords([0.9991, 0.9999])).toBe('>99 %');
    expect(percentRangeWords([0, 1])).toBe('anything');
  });
  it('says a likelihood ratio as a factor', () => {
    expect(factorWords(1.12)).toBe('×13');
    expect(factorWords(-0.72)).toBe('÷5.2');
    expect(factorWords(0)).toBe('×1.0');
  });
  it.each([
    [0.95, 'very likely'],
    [0.66, 'likely'],
    [0.5, 'about as likely as not'],
    [0.2, 'unlikely'],
    [0.05, 'very unlikely'],
  ])('calls %d %s', (share, words) => void expect(likelihoodWords(share)).toBe(words));
});

describe('names', () => {
  it.each([
    ['Doe^Jane^Q^Dr', 'Doe, Jane Q Dr'],
    ['Doe', 'Doe'],
    ['Yamada^Tarou=山田^太郎', 'Yamada, Tarou (山田 太郎)'],
    ['=山田^太郎', '山田 太郎'],
    ['', ''],
  ])('reads the person name %j as %j', (name, words) => void expect(personWords(name)).toBe(words));
  it('reads a DICOM date, and leaves what is none', () => {
    expect(dateWords('20240601')).toBe('2024-06-01');
    expect(dateWords('2024-06-01')).toBe('2024-06-01');
    expect(dateWords('June')).toBe('June');
  });
  const group = { findings: [{ finding: 'hx-fever', state: 'absent' as const, probability: 0, from: 'clinical' as const, because: [] }] };
  it('says that a finding is absent', () => void expect(findingWords({ 'hx-fever': 'Fever' }, group, 'hx-fever')).toBe('not: Fever'));
  it('makes an id without label readable', () => void expect(findingWords({}, group, 'morph-fluid-level')).toBe('fluid level'));
  it('names the side before the region', () => {
    expect(placeWords({ region: 'upper-arm', side: 'left' })).toBe('left upper arm');
    expect(placeWords({ region: 'unknown', side: 'unknown' })).toBe('site not known');
  });
});

describe('impression', () => {
  const analysis = buildAnalysis(sampleParts());
  const said = impressionOf(analysis);

  it('puts the group with a safety gate first, and keeps expected calcium apart', () => {
    expect(said.groups.map((each) => each.groupId)).toEqual(['G1', 'G2']);
    expect(said.expected).toBe('Expected or physiological, kept apart: costal cartilage (1).');
    expect(said.nothing).toBeNull();
  });
  it('names for each cause the two strongest reasons for and the strongest against', () => {
    expect(said.groups[0].causes[0].reasons).toBe('for: Buttock ×13, Ring ×4.1; against: Earlier injection at the site ÷5.2');
    expect(said.groups[0].causes.map((each) => each.label)).not.toContain('None of these');
  });
  it('adds independent errors in squares', () => {
    const { mm3, interval } = totalVolume(analysis.lesions.slice(0, 2));
    const [a, b] = analysis.lesions;
    expect(mm3).toBe(a.volumeMm3 + b.volumeMm3);
    expect(interval[1] - mm3).toBeCloseTo(Math.hypot(a.volumeMm3 * 0.1, b.volumeMm3 * 0.1), 0);
  });
  it('splits evidence by its sign, strongest first', () => {
    const { speaksFor, speaksAgainst } = splitEvidence(analysis.groups[0].differential[0]);
    expect(speaksFor.map((each) => each.finding)).toEqual(['site-buttock', 'morph-ring', 'compartment-subcutaneous', 'lab-calcium-high']);
    expect(speaksAgainst.map((each) => each.finding)).toEqual(['hx-injection']);
  });
});
