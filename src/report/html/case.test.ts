import { describe, expect, it } from 'vitest';
import { facts, sampleParts } from '../../../test/fixtures/analysis-parts.ts';
import { DISCLAIMER } from '../../core/index.ts';
import { nodeFontShelf } from '../../host/index.ts';
import { type AnalysisReview, buildAnalysis, buildCaseAnswer } from '../analysis/index.ts';
import { renderCasePdf } from '../pdf/index.ts';
import { renderCaseHtml, renderHtml } from './index.ts';

const review: AnalysisReview = {
  reader: 'Dr Ö. <Reader>',
  signedAt: '2026-01-02T03:04:05.000Z',
  meaning: 'read',
  impression: 'Calcinosis & nothing else.\nNo follow-up.',
  ownAnswer: null,
};
const parts = sampleParts();
const answer = buildCaseAnswer({
  label: 'case',
  facts,
  differential: parts.differentials.get('G1')!,
  words: parts.words,
  issues: [],
  run: { ...parts.run, inputHash: 'bb' },
});

describe('report of a case without images', () => {
  const page = renderCaseHtml(answer);
  it('says what it was ranked from, the causes with reasons, and that nothing was measured', () => {
    expect(page).toContain('case without images');
    expect(page).toContain('none: ranked from the findings that were entered');
    expect(page).toContain(answer.differential[0].label);
    expect(page).toContain('nothing was measured');
    expect(page).toContain(DISCLAIMER);
    expect(page).toContain('Findings used');
    expect(page).toContain('Not reviewed by a reader');
    // no column for pictures, and none missed
    expect(page).not.toContain('No picture could be drawn');
    expect(page).not.toMatch(/undefined|null<|NaN/);
    expect(renderCaseHtml(answer)).toBe(page);
  });

  it('is a PDF too, the same bytes each time', async () => {
    const [one, two] = [await renderCasePdf(answer, nodeFontShelf()), await renderCasePdf(answer, nodeFontShelf())];
    expect(new TextDecoder('latin1').decode(one.subarray(0, 5))).toBe('%PDF-');
    expect(one).toEqual(two);
  });
});

describe('the words and the name of a reader', () => {
  it('come first in the report, the generated ones after them, escaped', () => {
    for (const page of [renderCaseHtml({ ...answer, review }), renderHtml({ ...buildAnalysis(parts), review }, [])]) {
      const [own, generated] = [page.indexOf('Calcinosis &amp; nothing else.'), page.indexOf('As generated')];
      expect(own).toBeGreaterThan(0);
      expect(generated).toBeGreaterThan(own);
      expect(page).toContain('Accepted by Dr Ö. &lt;Reader&gt;, 2026-01-02 03:04 UTC');
    }
  });

  it('are not there where nobody wrote', () => {
    expect(renderHtml(buildAnalysis(parts), [])).not.toMatch(/As generated|Accepted by/);
  });
});
