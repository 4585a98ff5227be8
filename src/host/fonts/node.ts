import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const inPackage = (name: string, ...parts: string[]): string => join(require.resolve(`${name}/package.json`), '..', ...parts);

/** As the PDF report asks for it: where a font lies and which characters it may hold. */
interface FontFile {
  readonly name: string;
  readonly covers: (codePoint: number) => boolean;
  readonly load: () => Promise<Uint8Array>;
}

const file = (name: string, path: string, covers: FontFile['covers']): FontFile => ({ name, covers, load: () => readFile(path) });

/** `U+4E00-4EFF,U+3042` as a question. */
export function rangeTest(ranges: string): (codePoint: number) => boolean {
  const pairs = ranges.split(',').map((each) => {
    const [from, to] = each.trim().replace(/^U\+/i, '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to ?? from, 16)] as const;
  });
  return (codePoint) => pairs.some(([from, to]) => codePoint >= from && codePoint <= to);
}

/** A family that comes cut into slices by character: one file each. */
function slices(family: string): FontFile[] {
  const ranges = JSON.parse(readFileSync(inPackage(`@fontsource/${family}`, 'unicode.json'), 'utf8')) as Record<string, string>;
  return Object.entries(ranges).map(([slice, covered]) => {
    const part = slice.replace(/[[\]]/g, '');
    return file(`${family}-${part}`, inPackage(`@fontsource/${family}`, 'files', `${family}-${part}-400-normal.woff`), rangeTest(covered));
  });
}

/**
 * Fonts with open licences from npm: DejaVu Sans Condensed (Latin, Greek, Cyrillic, Arabic, Hebrew), Chocolate Classical Sans (Han,
 * kana), Gowun Dodum (Hangul), and UnifontEX for whatever is left.
 */
export function nodeFontShelf(): { regular: FontFile; bold: FontFile; others: FontFile[] } {
  const dejavu = (name: string): FontFile => file(name, inPackage('dejavu-fonts-ttf', 'ttf', `${name}.ttf`), () => true);
  return {
    regular: dejavu('DejaVuSansCondensed'),
    bold: dejavu('DejaVuSansCondensed-Bold'),
    others: [
      ...slices('chocolate-classical-sans'),
      ...slices('gowun-dodum'),
      file('unifontex', inPackage('@fontsource/unifontex', 'files', 'unifontex-latin-400-normal.woff'), () => true),
    ],
  };
}
