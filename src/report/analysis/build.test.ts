import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facts, sampleParts } from '../../../test/fixtures/analysis-parts.ts';
import { buildAnalysis, buildCaseAnswer, toJsonText } from './build.ts';
import { reviewAnalysis } from './review.ts';
import { round, sortedMeasures } from './round.ts';
import { analysisJsonSchema, CaseAnswerSchema } from './schema.ts';

const ajv = new Ajv2020({ strict: false });
const validate = ajv.compile(analysisJsonSchema());

describe('buildAnalysis', () => {
  it('gives a document that its own JSON Schema accepts, and that refuses a broken one', () => {
    const document = JSON.parse(toJsonText(buildAnalysis(sampleParts()))) as Record<string, unknown>;
    expect(validate(document), ajv.errorsText(validate.errors)).toBe(true);
    expect(validate({ ...document, schema: 'something else' })).toBe(false);
    expect(validate({ ...document, lesions: [{ id: 'L1' }] })).toBe(false);
    expect(validate({ ...document, invented: 1 })).toBe(false);
  });

  it('gives the same bytes whatever the order of keys that came in', () => {
    const parts = sampleParts();
    const other = { ...sampleParts(), run: { ...parts.run, settings: { annotate: true, reportThresholdHu: 130 } } };
    expect(toJsonText(buildAnalysis(other))).toBe(toJsonText(buildAnalysis(parts)));
  });

  it('keeps times in the manifest alone', () => {
    const parts = sampleParts();
    const later = buildAnalysis({
      ...parts,
      run: { ...parts.run, timingsMs: { read: 99 }, startedAt: '2026-01-01T00:00:00Z', peakMemoryBytes: 5 },
    });
    const { manifest: a, ...first } = buildAnalysis(parts);
    const { manifest: b, ...second } = later;
    expect(second).toEqual(first);
    expect(b.settingsHash).toBe(a.settingsHash);
  });

  it('counts the question apart from what is expected, and leaves out what the reader rejected', () => {
    const parts = sampleParts();
    const { burden } = buildAnalysis(parts);
    expect(burden.lesionCount).toBe(3);
    expect(Object.keys(burden.byCompartment)).toEqual(['artery', 'subcutaneous']);
    expect(burden.byCompartment['artery'] + burden.byCompartment['subcutaneous']).toBeCloseTo(burden.totalVolumeMm3, 2);
    expect(burden.expectedVolumeMm3).toBeCloseTo((4 / 3) * Math.PI * 1000, 1);
    const edited = buildAnalysis({ ...parts, decisions: new Map([['L1', 'rejected']]) });
    expect(edited.burden.lesionCount).toBe(2);
    expect(edited.lesions).toHaveLength(4);
    expect(edited.lesions[0].decision).toBe('rejected');
  });

  it('names each lesion by a UID that stays with scan and lesion', () => {
    const [first, second] = buildAnalysis(sampleParts()).lesions;
    expect(first.trackingUid).toMatch(/^2\.25\.\d{1,39}$/);
    expect(second.trackingUid).not.toBe(first.trackingUid);
    const elsewhere = sampleParts();
    const volume = elsewhere.reading.volume!;
    const moved = { ...volume, source: { ...volume.source, seriesInstanceUid: '2.25.7' } };
    expect(buildAnalysis({ ...elsewhere, reading: { ...elsewhere.reading, volume: moved } }).lesions[0].trackingUid).not.toBe(
      first.trackingUid,
    );
  });

  it('tells every issue once, the gravest first, and keeps what was left out', () => {
    const { issues, leftOut } = buildAnalysis(sampleParts());
    expect(issues.map((each) => each.code)).toEqual(['anatomy-truncated', 'dicom-localizer']);
    expect(leftOut).toHaveLength(1);
    expect(leftOut[0].reason).toBe('a localizer');
  });

  it('carries words and citations for what it names', () => {
    const { labels, references, groups } = buildAnalysis(sampleParts());
    expect(labels['site-buttock']).toBe('Buttock');
    expect(Object.keys(references)).toEqual(['balin-2012']);
    expect(groups.map((each) => each.verdict)).toEqual(['ranked', 'not-asked', 'not-asked']);
  });

  it('says nothing rather than something when nothing could be read', () => {
    const parts = sampleParts();
    const empty = buildAnalysis({
      ...parts,
      reading: { ...parts.reading, volume: null },
      anatomy: null,
      lesionReading: null,
      facts: null,
      differentials: new Map(),
    });
    expect(empty.technique).toBeNull();
    expect(empty.study.grid).toBeNull();
    expect(empty.lesions).toEqual([]);
    expect(validate(JSON.parse(toJsonText(empty)))).toBe(true);
  });

  it('names the field when a number is not one', () => {
    const parts = sampleParts();
    const reading = parts.lesionReading!;
    const broken = { ...reading, lesions: [{ ...reading.lesions[0], massMg: Number.NaN }] };
    expect(() => buildAnalysis({ ...parts, lesionReading: broken })).toThrow(/massMg/);
  });
});

describe('buildCaseAnswer', () => {
  it('has the reasoning fields of a group', () => {
    const parts = sampleParts();
    const differential = parts.differentials.get('G1')!;
    const answer = buildCaseAnswer({
      label: 'case',
      facts,
      differential,
      words: parts.words,
      issues: [],
      run: { ...parts.run, inputHash: 'bb' },
    });
    expect(CaseAnswerSchema.parse(answer)).toEqual(answer);
    expect(answer.differential[0].diagnosis).toBe('injection-granuloma');
    expect(answer).not.toHaveProperty('lesions');
  });
});

describe('reviewAnalysis', () => {
  const analysis = buildAnalysis(sampleParts());
  it('is the result itself when nothing was changed', () => {
    expect(reviewAnalysis(analysis, { decisions: {}, groups: analysis.groups, answers: {} })).toEqual(analysis);
  });
  it('counts anew without what was rejected, and stays valid', () => {
    const groups = analysis.groups.map((each) => (each.id === 'G1' ? { ...each, lesionIds: ['L2'], lesionCount: 1 } : each));
    const reviewed = reviewAnalysis(analysis, { decisions: { L1: 'rejected', L2: 'accepted' }, groups, answers: {} });
    expect(reviewed.lesions.map((each) => each.decision)).toEqual(['rejected', 'accepted', null, null]);
    expect(reviewed.lesions[0].groupId).toBeNull();
    expect(reviewed.burden.lesionCount).toBe(2);
    expect(validate(JSON.parse(toJsonText(reviewed)))).toBe(true);
  });
  it('takes the facts that the new rankings rest on', () => {
    const parts = sampleParts();
    const answer = buildCaseAnswer({
      label: 'G1',
      facts: { ...facts, patient: { ...facts.patient, ageYears: 50 } },
      differential: parts.differentials.get('G1')!,
      words: parts.words,
      issues: [],
      run: { ...parts.run, inputHash: 'cc' },
    });
    expect(reviewAnalysis(analysis, { decisions: {}, groups: analysis.groups, answers: { G1: answer } }).clinical.patient.ageYears).toBe(
      50,
    );
  });
});

describe('rounding', () => {
  it('is stable under a second rounding and never writes -0', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), (value) => {
        const once = round('mm', value);
        expect(round('mm', once)).toBe(once);
        expect(Object.is(once, -0)).toBe(false);
        expect(Math.abs(once - value)).toBeLessThanOrEqual(0.0051);
      }),
    );
  });

  it('sorts measures and drops what JSON cannot say', () => {
    expect(Object.entries(sortedMeasures({ b: 1.23456789, a: Number.POSITIVE_INFINITY, A: -0 }))).toEqual([
      ['A', 0],
      ['b', 1.23457],
    ]);
  });
});
