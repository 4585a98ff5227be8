import {
  type Analysis,
  type CaseAnswer,
  type KeyImage,
  renderCaseHtml,
  renderCasePdf,
  renderCsv,
  renderFhir,
  renderHtml,
  renderPdf,
  renderStudyCsv,
  toJsonText,
} from '../../../src/report/index.ts';
import type { StudyImage } from './workbench.ts';

export type SavedFormat = 'report.html' | 'report.pdf' | 'analysis.json' | 'lesions.csv' | 'study.csv' | 'fhir-bundle.json';
export const SAVED_FORMATS: readonly SavedFormat[] = [
  'report.html',
  'report.pdf',
  'analysis.json',
  'lesions.csv',
  'study.csv',
  'fhir-bundle.json',
];

/** Width and height of a PNG stand at fixed places of its header (PNG specification, 11.2.2 IHDR). */
const WIDTH_AT = 16;
const HEIGHT_AT = 20;

async function keyImage(image: StudyImage, edited: boolean): Promise<KeyImage> {
  const response = await fetch(image.address);
  if (!response.ok) throw new Error(`the picture ${image.name} cannot be had`);
  const png = new Uint8Array(await response.arrayBuffer());
  const header = new DataView(png.buffer);
  const caption = edited ? `${image.caption} Drawn before the reader's changes.`.trim() : image.caption;
  const { name, title } = image;
  return { name, title, caption, lesionIds: [], width: header.getUint32(WIDTH_AT), height: header.getUint32(HEIGHT_AT), png };
}

/** Key images with their pixels; their captions say when they were drawn before the reader's changes. */
export const keyImagesOf = (images: readonly StudyImage[], edited: boolean): Promise<KeyImage[]> =>
  Promise.all(images.map((each) => keyImage(each, edited)));

const TYPES: Readonly<Record<SavedFormat, string>> = {
  'report.html': 'text/html',
  'report.pdf': 'application/pdf',
  'analysis.json': 'application/json',
  'lesions.csv': 'text/csv',
  'study.csv': 'text/csv',
  'fhir-bundle.json': 'application/fhir+json',
};

/** The study as the reader left it, as a file. Made in the page; nothing is asked of anybody. */
export async function fileOf(
  format: SavedFormat,
  study: { readonly analysis: Analysis; readonly images: readonly StudyImage[]; readonly edited: boolean },
): Promise<Blob> {
  const type = TYPES[format];
  if (format === 'analysis.json') return new Blob([toJsonText(study.analysis)], { type });
  if (format === 'lesions.csv') return new Blob([renderCsv(study.analysis)], { type });
  if (format === 'study.csv') return new Blob([renderStudyCsv(study.analysis)], { type });
  if (format === 'fhir-bundle.json') return new Blob([renderFhir(study.analysis)], { type });
  const images = await keyImagesOf(study.images, study.edited);
  if (format === 'report.pdf') {
    const { pageFontShelf } = await import('./page-fonts.ts');
    return new Blob([(await renderPdf(study.analysis, images, pageFontShelf())) as Uint8Array<ArrayBuffer>], { type });
  }
  return new Blob([renderHtml(study.analysis, images)], { type });
}

export type SavedCaseFormat = 'report.html' | 'report.pdf' | 'differential.json';
export const SAVED_CASE_FORMATS: readonly SavedCaseFormat[] = ['report.html', 'report.pdf', 'differential.json'];

/** A case without images, as a file. */
export async function caseFileOf(format: SavedCaseFormat, answer: CaseAnswer): Promise<Blob> {
  if (format === 'differential.json') return new Blob([toJsonText(answer)], { type: 'application/json' });
  if (format === 'report.html') return new Blob([renderCaseHtml(answer)], { type: TYPES[format] });
  const { pageFontShelf } = await import('./page-fonts.ts');
  return new Blob([(await renderCasePdf(answer, pageFontShelf())) as Uint8Array<ArrayBuffer>], { type: TYPES[format] });
}

/** Hands a file to the browser's download. */
export function download(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
