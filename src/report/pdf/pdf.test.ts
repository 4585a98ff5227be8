import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sampleParts, volume } from '../../../test/fixtures/analysis-parts.ts';
import { expectGolden } from '../../../test/golden.ts';
import { DISCLAIMER, LABEL } from '../../core/index.ts';
import { nodeFontShelf } from '../../host/index.ts';
import { type Analysis, buildAnalysis } from '../analysis/index.ts';
import { renderKeyImages } from '../keyimage/index.ts';
import { renderPdf } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'calcimap-pdf-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const poppler = spawnSync('pdftotext', ['-v']).error === undefined;

const { lesions, groups } = sampleParts().lesionReading!;
const images = renderKeyImages({ volume, lesions, groups, anatomy: null });
const analysis = buildAnalysis(sampleParts());
const render = (of: Analysis, pictures = images): Promise<Uint8Array> => renderPdf(of, pictures, nodeFontShelf());

function pages(bytes: Uint8Array): string[] {
  const path = join(folder, 'report.pdf');
  writeFileSync(path, bytes);
  return spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).stdout.split('\f').slice(0, -1);
}
const named = (patientName: string): Analysis => ({
  ...analysis,
  study: { ...analysis.study, patient: { ...analysis.study.patient, patientName } },
});

/** A page in grey at 50 dots per inch, as a printer without colour gives it (PGM of poppler). */
interface GreyPage {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

function greyPages(bytes: Uint8Array): GreyPage[] {
  const path = join(folder, 'grey.pdf');
  writeFileSync(path, bytes);
  const { stdout } = spawnSync('pdftoppm', ['-gray', '-r', '50', path], { maxBuffer: 1 << 28 });
  const found: GreyPage[] = [];
  for (let at = 0; at < stdout.length; ) {
    const head = /^P5\n(\d+) (\d+)\n255\n/.exec(stdout.subarray(at, at + 40).toString('latin1'));
    if (!head) throw new Error('no PGM');
    const [width, height] = [Number(head[1]), Number(head[2])];
    const start = at + head[0].length;
    at = start + width * height;
    found.push({ width, height, grey: stdout.subarray(start, at) });
  }
  return found;
}

/** Share of ink, and how much of it lies within `margin` of the page's edge. */
function inkOf({ width, height, grey }: GreyPage, margin: number): { ink: number; outside: number } {
  let [ink, outside] = [0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (grey[y * width + x] > 200) continue;
      ink++;
      if (x < margin || y < margin || x >= width - margin || y >= height - margin) outside++;
    }
  return { ink: ink / (width * height), outside };
}

describe('report.pdf', () => {
  it('is the same file twice', async () => {
    const [one, two] = [await render(analysis), await render(analysis)];
    expect(Buffer.compare(Buffer.from(one), Buffer.from(two))).toBe(0);
    expect(new TextDecoder('latin1').decode(one.subarray(0, 8))).toBe('%PDF-1.7');
  }, 60_000);

  it.skipIf(!poppler)('says on one page what the HTML says first (pdftotext of poppler-utils)', async () => {
    const [first, ...rest] = pages(await render(analysis));
    for (const words of ['IMPRESSION', 'NOT TO BE MISSED', 'MEASURED', 'Injection granuloma', 'none given', LABEL, '1/'])
      expect(first).toContain(words);
    expect(first.replace(/\s+/g, ' ')).toContain(DISCLAIMER.slice(0, 60));
    expect(first).not.toContain('Appendix');
    expect(rest[0]).toContain('Appendix');
    for (const page of rest) expect(page).toContain(LABEL);
  });

  it.skipIf(!poppler).each([
    ['<script>alert(1)</script>^Ö"Brien', '<script>alert(1)</script>, Ö"Brien'],
    ['Yamada^Tarou=山田^太郎', 'Yamada, Tarou (山田 太郎)'],
    ['김^철수', '김, 철수'],
    ['Παπαδόπουλος^Γιώργος', 'Παπαδόπουλος, Γιώργος'],
    ['Иванов^Пётр', 'Иванов, Пётр'],
  ])('holds the name %s', async (name, said) => {
    expect(pages(await render(named(name), []))[0]).toContain(said);
  });

  it.skipIf(!poppler).each(['שלום', 'مريم'])('holds the right-to-left name %s, letter by letter', async (name) => {
    const [first] = pages(await render(named(name), []));
    // poppler sets marks of direction about it
    expect([...name].every((letter) => first.normalize('NFKC').includes(letter))).toBe(true);
  });

  it.skipIf(!poppler)('says what it said when it was last looked at (pdftotext)', async () => {
    expectGolden('report.golden.txt', pages(await render(analysis)).join('\f\n'));
  });

  it.skipIf(!poppler)(
    'is A4, has ink on every page, in grey too, and nothing in its margins (pdftoppm)',
    async () => {
      const many = Array.from({ length: 500 }, (_, at) => ({ ...analysis.lesions[at % 3], id: `M${at}`, number: at + 1, groupId: 'G1' }));
      const large = { ...analysis, lesions: many, groups: [{ ...analysis.groups[0], lesionIds: many.map((each) => each.id) }] };
      const parts = sampleParts();
      const unread = buildAnalysis({ ...parts, reading: { ...parts.reading, volume: null }, anatomy: null, lesionReading: null });
      for (const [name, each] of Object.entries({ analysis, large, unread })) {
        const found = greyPages(await render(each));
        expect(found.length, name).toBeGreaterThan(1);
        found.forEach((page, at) => {
          expect([page.width, page.height]).toEqual([414, 585]);
          const { ink, outside } = inkOf(page, 14);
          expect(ink, `${name} page ${at + 1}`).toBeGreaterThan(0.002);
          expect(outside, `${name} page ${at + 1}`).toBe(0);
        });
      }
    },
    60_000,
  );

  it.skipIf(!poppler)('keeps its first page to one whatever is found', async () => {
    const long = named('Wolfeschlegelsteinhausenbergerdorff'.repeat(4));
    const [group] = analysis.groups;
    const many = {
      ...long,
      groups: Array.from({ length: 9 }, (_, at) => ({ ...group, id: `G${at + 1}`, label: `${group.label}, ${'and on '.repeat(9)}` })),
    };
    const empty = buildAnalysis({ ...sampleParts(), lesionReading: { lesions: [], groups: [], excluded: [], issues: [] } });
    for (const each of [many, empty]) expect(pages(await render(each))[1]).toContain('Appendix');
  });
});
