import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DISCLAIMER, LABEL } from '../../src/core/index.ts';
import type { Analysis, CaseAnswer } from '../../src/report/index.ts';
import { analysisJsonSchema } from '../../src/report/index.ts';
import { calcimap } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'calcimap-job-'));
afterAll(() => rmSync(root, { recursive: true }));
const study = join(root, 'study');
const out = join(root, 'out');

interface Truth {
  lesions: { centroidMm: [number, number, number]; side: string }[];
}

/** Everything but the times and the memory of the run. */
function settled(text: string): Analysis {
  const analysis = JSON.parse(text) as Analysis;
  return { ...analysis, manifest: { ...analysis.manifest, timingsMs: {}, peakMemoryBytes: null, startedAt: null } };
}

describe('the main job on a phantom, from the command line', () => {
  let analysis: Analysis;
  let truth: Truth;
  let stdout = '';
  beforeAll(() => {
    expect(calcimap(['phantom', 'circumscripta', '--out', study, '--seed', '2']).code).toBe(0);
    const run = calcimap(['analyze', join(study, 'dicom'), '--clinical', join(study, 'case.yaml'), '--out', out, '--labels', '--json']);
    expect(run.code, run.err).toBe(0);
    stdout = run.out;
    analysis = JSON.parse(stdout) as Analysis;
    truth = JSON.parse(readFileSync(join(study, 'truth.json'), 'utf8')) as Truth;
  });

  test('should write what the contract names, and print the same JSON alone', () => {
    for (const name of [
      'analysis.json',
      'report.html',
      'lesions.csv',
      'study.csv',
      'data-dictionary.csv',
      'lesions.nii.gz',
      'anatomy.nii.gz',
      'key-images',
    ])
      expect(existsSync(join(out, name)), name).toBe(true);
    expect(readFileSync(join(out, 'analysis.json'), 'utf8')).toBe(stdout);
    expect(statSync(join(out, 'report.html')).size).toBeGreaterThan(20_000);
  });
  test('should be valid against its JSON Schema', () => {
    const validate = new Ajv2020({ strict: false }).compile(analysisJsonSchema());
    expect(validate(analysis), JSON.stringify(validate.errors)).toBe(true);
  });
  test('should find every true nodule within 2 mm, on its own side', () => {
    for (const nodule of truth.lesions) {
      const near = analysis.lesions.filter(
        (each) => Math.hypot(...nodule.centroidMm.map((value, axis) => value - each.centroidMm[axis])) < 2,
      );
      expect(near.length, JSON.stringify(nodule)).toBe(1);
      expect(near[0].side).toBe(nodule.side);
    }
  });
  test('should name the pattern and put systemic sclerosis first, with reasons both ways and a source', () => {
    const group = analysis.groups.find((each) => each.pattern === 'circumscripta');
    expect(group?.differential[0].diagnosis).toMatch(/^ssc|systemic-sclerosis/);
    const evidence = group?.differential[0].evidence ?? [];
    expect(evidence.some((each) => each.log10LikelihoodRatio > 0)).toBe(true);
    expect(evidence.some((each) => each.log10LikelihoodRatio < 0)).toBe(true);
    expect(evidence.some((each) => each.sources.length > 0)).toBe(true);
  });
  test('should carry the label on every output', () => {
    expect(analysis.disclaimer).toBe(DISCLAIMER);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain(LABEL);
    expect(readFileSync(join(out, 'lesions.csv'), 'utf8')).toContain(LABEL);
  });
  test('should give the same bytes again, times aside', () => {
    const again = calcimap([
      'analyze',
      join(study, 'dicom'),
      '--clinical',
      join(study, 'case.yaml'),
      '--out',
      join(root, 'again'),
      '--json',
    ]);
    expect(settled(again.out)).toEqual(settled(stdout));
    expect(JSON.stringify(settled(again.out))).toBe(JSON.stringify(settled(stdout)));
  });
  test('should refuse a label map given as a scan (3) and not call it free of calcification', () => {
    const run = calcimap(['analyze', join(out, 'lesions.nii.gz'), '--out', join(root, 'labels'), '--json']);
    expect(run.code).toBe(3);
    expect(run.out).toContain('volume-not-hounsfield');
    expect(existsSync(join(root, 'labels', 'report.html'))).toBe(false);
  });
});

describe('clinical tables', () => {
  test('should take the columns that the user names', () => {
    const labs = join(root, 'labs.csv');
    writeFileSync(labs, 'Analyte,Comment,Reading,Dimension\ncalcium,99,9.2,mg/dL\nphosphate,99,3.5,mg/dL\n');
    const run = calcimap([
      ...['analyze', join(study, 'dicom'), '--clinical', labs, '--columns', 'test=Analyte,value=3,unit=Dimension'],
      ...['--out', join(root, 'table'), '--json'],
    ]);
    const { clinical } = JSON.parse(run.out) as Analysis;
    expect(clinical.labs.map(({ test: name, value, unit }) => [name, value, unit])).toEqual([
      ['calcium', 9.2, 'mg/dL'],
      ['phosphate', 3.5, 'mg/dL'],
    ]);
    expect(calcimap(['analyze', study, '--columns', 'nonsense']).code).toBe(2);
  });
});

describe('a case without image', () => {
  test('should rank from standard input', () => {
    const run = calcimap(['differential', '-', '--json'], {
      input:
        'patient: { age: 34 y, sex: female }\nfindings: [raynaud, sclerodactyly, site-finger, compartment-subcutaneous, dist-localized]\n',
    });
    expect(run.code, run.err).toBe(0);
    const answer = JSON.parse(run.out) as CaseAnswer;
    expect(answer.pattern).toBe('circumscripta');
    expect(answer.differential[0].label).toMatch(/sclerosis/i);
    expect(answer.differential.reduce((sum, each) => sum + each.probability, 0)).toBeCloseTo(1, 2);
  });
  test('should read what it can around a broken line (8) and name the line', () => {
    const path = join(root, 'broken.yaml');
    writeFileSync(path, 'patient: { age: 50 y }\nfindings: [raynaud, {\n');
    const run = calcimap(['differential', path]);
    expect(run.code).toBe(8);
    expect(run.err).toMatch(/case-yaml-broken at broken\.yaml:\d/);
  });
  test('should refuse an empty file, a binary one, and one that is not there (3)', () => {
    const path = join(root, 'empty.yaml');
    writeFileSync(path, '');
    expect(calcimap(['differential', path]).code).toBe(3);
    const binary = join(root, 'binary.yaml');
    writeFileSync(
      binary,
      Uint8Array.from({ length: 400 }, (_, at) => at % 7),
    );
    expect(calcimap(['differential', binary]).code).toBe(3);
    expect(calcimap(['differential', join(root, 'none.yaml')]).code).toBe(3);
  });
});

describe('the other commands', () => {
  test('explain should show numbers with sources, and near names for an unknown one (3)', () => {
    const run = calcimap(['explain', 'scrotal-calcinosis']);
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/\d+ %/);
    expect(run.out).toMatch(/seen|recalled|expert-estimate/);
    const wrong = calcimap(['explain', 'scrotal-calcinossis']);
    expect(wrong.code).toBe(3);
    expect(wrong.err).toContain('scrotal-calcinosis');
  });
  test('vocabulary and info should print JSON', () => {
    const words = JSON.parse(calcimap(['vocabulary', '--json']).out) as { terms: { id: string }[] };
    for (const id of ['compartment-subcutaneous', 'morph-nodular', 'dist-localized', 'site-hand'])
      expect(
        words.terms.some((term) => term.id === id),
        id,
      ).toBe(true);
    const info = JSON.parse(calcimap(['info', '--json']).out) as { version: string; knowledge: { diagnoses: number } };
    expect(info.knowledge.diagnoses).toBeGreaterThanOrEqual(25);
  });
  test('a phantom of one seed should be the same bytes', () => {
    const made = ['a', 'b'].map((name) => {
      calcimap(['phantom', 'circumscripta', '--out', join(root, name), '--seed', '5']);
      return readFileSync(join(root, name, 'labels.nii.gz'));
    });
    expect(made[0].equals(made[1])).toBe(true);
  });
});

describe('read-note', () => {
  test('should show each extraction with its words and span, negated ones absent', () => {
    const note = 'A 52-year-old woman with Raynaud phenomenon. No trauma. Calcium 9.2 mg/dL.';
    const run = calcimap(['read-note', '-', '--json'], { input: note });
    expect(run.code, run.err).toBe(0);
    const { extractions } = JSON.parse(run.out) as {
      extractions: { id: string | null; state: string; span: [number, number]; words: string }[];
    };
    const of = (id: string) => extractions.find((each) => each.id === id);
    expect(of('hx-raynaud')?.state).toBe('present');
    expect(of('hx-local-trauma')?.state).toBe('absent');
    for (const each of extractions) expect(note.slice(...each.span)).toBe(each.words);
  });
});
