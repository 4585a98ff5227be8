import { create, type Font } from 'fontkit';

/** A font file that can be had. The host says where from: a folder in Node, an address in a page. */
export interface FontFile {
  readonly name: string;
  /** Whether the file may hold this character; asked before it is loaded. */
  readonly covers: (codePoint: number) => boolean;
  readonly load: () => Promise<Uint8Array>;
}

export interface FontShelf {
  readonly regular: FontFile;
  readonly bold: FontFile;
  /** For characters that the first two lack, the best first. */
  readonly others: readonly FontFile[];
}

export interface LoadedFont {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly has: (codePoint: number) => boolean;
}

async function loaded(file: FontFile): Promise<LoadedFont> {
  const bytes = await file.load();
  // a font, never a collection: the shelf holds single files
  const font = create(bytes as Parameters<typeof create>[0]) as Font;
  return { name: file.name, bytes, has: (codePoint) => font.hasGlyphForCodePoint(codePoint) };
}

export interface Fonts {
  readonly all: readonly LoadedFont[];
  /** Name of the font for a character; the regular one shows its box for a character that no font has. */
  readonly faceOf: (codePoint: number, bold: boolean) => string;
}

/** Loads what the text needs and nothing else. */
export async function openFonts(shelf: FontShelf, text: string): Promise<Fonts> {
  const [regular, bold] = await Promise.all([loaded(shelf.regular), loaded(shelf.bold)]);
  const all = [regular, bold];
  const found = new Map<number, string>();
  for (const codePoint of new Set([...text].map((each) => each.codePointAt(0)!))) {
    if (regular.has(codePoint)) continue;
    for (const file of shelf.others) {
      if (!file.covers(codePoint)) continue;
      let font = all.find((each) => each.name === file.name);
      if (!font) {
        font = await loaded(file);
        if (!font.has(codePoint)) continue;
        all.push(font);
      }
      if (!font.has(codePoint)) continue;
      found.set(codePoint, font.name);
      break;
    }
  }
  return { all, faceOf: (codePoint, isBold) => found.get(codePoint) ?? (isBold && bold.has(codePoint) ? bold.name : regular.name) };
}
