import { describe, expect, it } from 'vitest';
import { sampleParts } from '../../../test/fixtures/analysis-parts.ts';
import { buildAnalysis } from '../analysis/index.ts';
import { renderCsv, renderDataDictionary } from './csv.ts';

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

  it('comes with a dictionary that explains every column, in order', () => {
    const [, ...rows] = parse(renderDataDictionary());
    expect(rows.map(([name]) => name)).toEqual(parse(renderCsv(analysis))[0]);
    for (const [, meaning] of rows) expect(meaning.length).toBeGreaterThan(0);
    expect(rows.find(([name]) => name === 'meanHu')?.[2]).toBe("[hnsf'U]");
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
