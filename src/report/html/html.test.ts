import { describe, expect, it } from 'vitest';
import { sampleParts, volume } from '../../../test/fixtures/analysis-parts.ts';
import { expectGolden } from '../../../test/golden.ts';
import { DISCLAIMER, LABEL } from '../../core/index.ts';
import { type Analysis, buildAnalysis } from '../analysis/index.ts';
import { renderKeyImages } from '../keyimage/index.ts';
import { base64 } from './base64.ts';
import { renderHtml } from './html.ts';
import { escapeText, html } from './markup.ts';

const analysis = buildAnalysis(sampleParts());
const page = renderHtml(analysis, []);

/** Every string of the result replaced by a hostile one; closed lists stay, since the schema holds them. */
function poison(value: unknown, key = ''): unknown {
  const closed = new Set([
    'state',
    'from',
    'severity',
    'compartment',
    'region',
    'side',
    'morphology',
    'mineral',
    'pattern',
    'mechanism',
    'verdict',
    'costTier',
    'grade',
    'sex',
    'groupId',
    'id',
    'lesionIds',
  ]);
  if (typeof value === 'string') return closed.has(key) ? value : `"><script>alert(1)</script><img src=x onerror='alert(2)'>${value}`;
  if (Array.isArray(value)) return value.map((each) => poison(each, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, poison(each, name)]));
}

describe('report.html', () => {
  it('is the page it was when it was last looked at', () => expectGolden('report.golden.html', page));

  it('shows a patient called <script> as text', () => {
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    expect(page).not.toContain('<script');
  });

  it('lets no field of the result become markup', () => {
    const hostile = renderHtml(poison(analysis) as Analysis, []);
    expect(hostile).not.toMatch(/<script|<img src=x/);
    expect(hostile).toContain('&lt;script&gt;');
    const opened = (text: string): number => text.match(/<[a-z]/g)?.length ?? 0;
    // a citation whose DOI is no DOI loses its link, and nothing else changes
    expect(opened(hostile)).toBeLessThanOrEqual(opened(page));
  });

  it('asks nothing of the outside', () => {
    const images = renderKeyImages({
      volume,
      lesions: sampleParts().lesionReading!.lesions,
      groups: sampleParts().lesionReading!.groups,
      anatomy: null,
    });
    const full = renderHtml(analysis, images);
    expect(full.includes('content="default-src &#39;none&#39;;')).toBe(true);
    for (const [, address] of full.matchAll(/(?:src|href)="([^"]*)"/g))
      expect(address).toMatch(/^(data:image\/png;base64,[A-Za-z0-9+/=]+|#reference-\d+|https:\/\/doi\.org\/10\.[^ ]+)$/);
    expect(full).not.toMatch(/@import|url\(|<link|<iframe|<form/);
    expect(full.match(/<img /g)).toHaveLength(images.length);
  });

  it('says on the first page and on the last that it is no medical device', () => {
    expect(page.split(DISCLAIMER)).toHaveLength(3);
    expect(page).toContain(LABEL);
  });

  it('gives evidence against the same room as evidence for', () => {
    const pairs = page.match(/<h4>Speaks for<\/h4>/g)?.length ?? 0;
    expect(pairs).toBeGreaterThan(0);
    expect(page.match(/<h4>Speaks against<\/h4>/g)).toHaveLength(pairs);
  });

  it('leads every citation to a reference', () => {
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${target}"`);
  });

  it('says what it does not know instead of an empty page', () => {
    const parts = sampleParts();
    const empty = buildAnalysis({ ...parts, lesionReading: { lesions: [], groups: [], excluded: [], issues: [] } });
    expect(renderHtml(empty, [])).toContain('No soft-tissue calcification was detected above 130 HU');
    const unread = buildAnalysis({ ...parts, reading: { ...parts.reading, volume: null }, anatomy: null, lesionReading: null });
    expect(renderHtml(unread, [])).toContain('Nothing could be examined');
  });

  it('stays a page that can be opened with thousands of lesions', () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({ ...analysis.lesions[0], id: `M${index}`, number: index + 1 }));
    const large = renderHtml(
      { ...analysis, lesions: many, groups: [{ ...analysis.groups[0], lesionIds: many.map((each) => each.id) }] },
      [],
    );
    expect(large.length).toBeLessThan(1e6);
    expect(large).toContain('4600 more in lesions.csv');
  });

  it('shows no lesion number of a group whose lesions were all rejected', () => {
    const rejected = buildAnalysis({
      ...sampleParts(),
      decisions: new Map([
        ['L1', 'rejected'],
        ['L2', 'rejected'],
      ]),
    });
    expect(renderHtml(rejected, [])).not.toContain('differential of G1');
  });
});

describe('markup', () => {
  it('takes away what turns or hides text', () => {
    expect(escapeText('a\u202Eb\u0000c\uD800d')).toBe('a\uFFFDb\uFFFDc\uFFFDd');
    expect(escapeText('Müller 山田 👩‍⚕️')).toBe('Müller 山田 👩‍⚕️');
    expect(html`<p title="${'"x"'}">${'<b>'}${[html`<i>${1}</i>`]}</p>`.markup).toBe('<p title="&quot;x&quot;">&lt;b&gt;<i>1</i></p>');
  });

  it('writes base64 as the standard library does', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 31) % 256);
    expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
  });
});
