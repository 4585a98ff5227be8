import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sampleParts, volume } from '../../../test/fixtures/analysis-parts.ts';
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
const render = (of: Analysis): Promise<Uint8Array> => renderPdf(of, images, nodeFontShelf());

function pages(bytes: Uint8Array): string[] {
  const path = join(folder, 'report.pdf');
  writeFileSync(path, bytes);
  return spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).stdout.split('\f').slice(0, -1);
}
const named = (patientName: string): Analysis => ({
  ...analysis,
  study: { ...analysis.study, patient: { ...analysis.study.patient, patientName } },
});

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
    expect(pages(await render(named(name)))[0]).toContain(said);
  });

  it.skipIf(!poppler).each(['שלום', 'مريم'])('holds the right-to-left name %s, letter by letter', async (name) => {
    const [first] = pages(await render(named(name)));
    // poppler sets marks of direction about it
    expect([...name].every((letter) => first.normalize('NFKC').includes(letter))).toBe(true);
  });

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
