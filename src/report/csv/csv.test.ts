import { describe, expect, it } from 'vitest';
import { sampleParts } from '../../../test/fixtures/analysis-parts.ts';
import { LABEL } from '../../core/index.ts';
import { type Analysis, buildAnalysis } from '../analysis/index.ts';
import { renderCsv, renderDataDictionary, renderStudyCsv } from './index.ts';

/** A reader written from RFC 4180, not from the writer. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\r') {
      rows.at(-1)!.push(cell);
      cell = '';
      if (c === '\r') {
        i++;
        rows.push([]);
      }
    } else cell += c;
  }
  rows.pop();
  return rows;
}

describe('lesions.csv', () => {
  const analysis = buildAnalysis(sampleParts());

  it('has a header and one row per lesion, all of the same width', () => {
    const rows = parse(renderCsv(analysis));
    expect(rows).toHaveLength(1 + analysis.lesions.length);
    expect(new Set(rows.map((each) => each.length)).size).toBe(1);
    const at = (name: string): number => rows[0].indexOf(name);
    expect(rows[1][at('side')]).toBe('left');
    expect(Number(rows[1][at('volumeMm3')])).toBe(analysis.lesions[0].volumeMm3);
    expect(Number(rows[2][at('centroidLMm')])).toBe(-58);
    expect(rows[1][at('distanceToBoneMm')]).toBe('');
    expect(rows[1].at(-1)).toContain('not a medical device');
  });

  it('comes with a dictionary that explains every column of both files, in order', () => {
    const [, ...rows] = parse(renderDataDictionary());
    const of = (file: string): string[] => rows.filter((each) => each[3] === file).map(([name]) => name);
    expect(of('lesions.csv')).toEqual(parse(renderCsv(analysis))[0]);
    expect(of('study.csv')).toEqual(parse(renderStudyCsv(analysis))[0]);
    for (const [, meaning] of rows) expect(meaning.length).toBeGreaterThan(0);
    expect(rows.find(([name]) => name === 'meanHu')?.[2]).toBe("[hnsf'U]");
  });

  it('says in every row what made it', () => {
    const { manifest } = analysis;
    const made = [manifest.version, manifest.knowledgeVersion, manifest.settingsHash, manifest.inputHash, LABEL];
    for (const text of [renderCsv(analysis), renderStudyCsv(analysis)])
      for (const row of parse(text).slice(1)) expect(row.slice(-5)).toEqual(made);
  });

  it.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1'])('keeps a spreadsheet from running %j', (label) => {
    const groups = analysis.groups.map((each) => ({ ...each, label }));
    const rows = parse(renderCsv({ ...analysis, groups }));
    expect(rows[1][rows[0].indexOf('groupLabel')]).toBe(`'${label}`);
  });

  it('keeps commas, quotes and line ends inside their cell', () => {
    const label = 'nodules, "both"\r\nsides';
    const rows = parse(renderCsv({ ...analysis, groups: analysis.groups.map((each) => ({ ...each, label })) }));
    expect(rows[1][rows[0].indexOf('groupLabel')]).toBe(label);
  });
});

describe('study.csv', () => {
  const cells = (of: Analysis): Record<string, string> => {
    const [names, row, ...more] = parse(renderStudyCsv(of));
    expect(more).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    return Object.fromEntries(names.map((name, at) => [name, row[at]]));
  };
  const analysis = buildAnalysis(sampleParts());

  it('sums what analysis.json holds, in all and by compartment, region and side', () => {
    const row = cells(analysis);
    const { burden } = analysis;
    expect([row.number, row.volumeMm3, row.massMg, row.agatston].map(Number)).toEqual([
      3,
      burden.totalVolumeMm3,
      burden.totalMassMg,
      burden.totalAgatston,
    ]);
    expect(Number(row.volumeLowMm3)).toBeLessThan(burden.totalVolumeMm3);
    expect(Number(row.volumeHighMm3)).toBeGreaterThan(burden.totalVolumeMm3);
    for (const kind of ['compartment', 'region', 'side']) {
      const sum = (end: string): number =>
        Object.entries(row).reduce(
          (total, [name, cell]) => (name.startsWith(kind) && name.endsWith(end) ? total + Number(cell) : total),
          0,
        );
      expect(sum('Number'), kind).toBe(3);
      expect(sum('VolumeMm3'), kind).toBeCloseTo(burden.totalVolumeMm3, 1);
    }
    expect([row.compartmentArteryNumber, row.sideRightNumber, row.regionButtockNumber, row.expectedNumber]).toEqual(['1', '1', '2', '1']);
  });

  it('leaves empty what was not looked at, and writes 0 where nothing lies', () => {
    const row = cells(analysis);
    expect(row.compartmentTendonNumber).toBe('0');
    expect([row.regionHandNumber, row.regionHandVolumeMm3]).toEqual(['', '']);
    const parts = sampleParts();
    const unread = cells(buildAnalysis({ ...parts, reading: { ...parts.reading, volume: null }, anatomy: null, lesionReading: null }));
    expect([unread.number, unread.volumeMm3, unread.compartmentSkinNumber, unread.pattern, unread.expectedNumber]).toEqual([
      '',
      '',
      '',
      '',
      '',
    ]);
    const none = cells(buildAnalysis({ ...parts, lesionReading: { lesions: [], groups: [], excluded: [], issues: [] } }));
    expect([none.number, none.volumeMm3, none.volumeHighMm3, none.longestDiameterMm, none.cause1]).toEqual(['0', '0', '0', '', '']);
  });

  it('names pattern, mechanism and the first three causes of the leading group, none of these left out', () => {
    const row = cells(analysis);
    expect([row.groupId, row.pattern, row.patterns, row.mechanism, row.safetyGates]).toEqual([
      'G1',
      'circumscripta',
      'circumscripta;vascular',
      'dystrophic',
      'sarcoma',
    ]);
    expect([row.cause1, row.cause2, row.cause3]).toEqual(['injection-granuloma', 'systemic-sclerosis-calcinosis', 'tumoral-calcinosis']);
    expect([row.cause1Probability, row.cause1Low, row.cause1High].map(Number)).toEqual([
      0.62,
      ...analysis.groups[0].differential[0].interval,
    ]);
  });

  it('counts no lesion that a reader rejected', () => {
    const row = cells(buildAnalysis({ ...sampleParts(), decisions: new Map([['L1', 'rejected']]) }));
    expect([row.number, row.rejectedNumber, row.sideLeftNumber]).toEqual(['2', '1', '1']);
  });
});
