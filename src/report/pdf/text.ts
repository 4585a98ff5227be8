import * as bidiModule from 'bidi-js';
import type { Span } from '../view/index.ts';
import { visibleText } from '../wording/index.ts';
import type { Fonts } from './fonts.ts';

/** Text in one font, one style and one direction, in logical order as the shaper wants it. */
export interface Run {
  readonly text: string;
  readonly face: string;
  readonly span: Span;
}

export interface Line {
  readonly runs: readonly Run[];
  readonly width: number;
}

export type Measure = (text: string, about: { face: string; size: number }) => number;

interface Bidi {
  getEmbeddingLevels(text: string, direction: 'ltr' | 'rtl'): { levels: Uint8Array };
  getMirroredCharacter(character: string): string | null;
}

interface Letter {
  readonly text: string;
  readonly face: string;
  readonly span: Span;
  /** Index in the paragraph, in UTF-16 units. */
  readonly at: number;
}

// the package's types and its two builds disagree on what the default export is: a factory
const bidi = ((bidiModule as unknown as { default: () => Bidi }).default ?? (bidiModule as unknown as () => Bidi))();
/** Written from right to left. */
export const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF]/;
const COMBINING = /^\p{M}$/u;
/** A line may end after these, and after every ideograph (UAX 14, in small). */
const BREAK_AFTER = /^[ \-–/;,·]$/u;
/** Never torn from the number before it; nor is a range torn in two (UAX 14, LB25, in small). */
const UNIT = /^(%|mm|cm|HU|mg|kV|bit)/;
const DIGIT = /^\p{Nd}$/u;
const IDEOGRAPH = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u;

/** Letters with the marks that sit on them, each with its font. */
function lettersOf(spans: readonly Span[], fonts: Fonts): { letters: Letter[]; paragraph: string } {
  const letters: Letter[] = [];
  let paragraph = '';
  for (const span of spans)
    for (const text of visibleText(span.text).replace(/[ \t\r\n]+/g, ' ')) {
      const last = letters.at(-1);
      if (last && COMBINING.test(text)) letters[letters.length - 1] = { ...last, text: last.text + text };
      else letters.push({ text, face: fonts.faceOf(text.codePointAt(0)!, span.bold ?? false), span, at: paragraph.length });
      paragraph += text;
    }
  return { letters, paragraph };
}

/** Neighbours of one style become one run. */
function runsOf(letters: readonly Letter[]): Run[] {
  const runs: Run[] = [];
  for (const { text, face, span } of letters) {
    const last = runs.at(-1);
    if (last && last.face === face && last.span === span) runs[runs.length - 1] = { ...last, text: last.text + text };
    else runs.push({ text, face, span });
  }
  return runs;
}

/** Runs of a line in the order they are seen (UAX 9); right-to-left runs keep their logical order, the shaper turns them. */
function seenRuns(line: readonly Letter[], paragraph: string): Run[] {
  if (!RIGHT_TO_LEFT.test(paragraph)) return runsOf(line);
  const { levels } = bidi.getEmbeddingLevels(paragraph, 'ltr');
  const parts: { level: number; letters: Letter[] }[] = [];
  for (const letter of line) {
    const level = levels[letter.at];
    const last = parts.at(-1);
    if (last && last.level === level && last.letters[0].face === letter.face && last.letters[0].span === letter.span)
      last.letters.push(letter);
    else parts.push({ level, letters: [letter] });
  }
  for (let level = Math.max(...parts.map((each) => each.level)); level > 0; level--)
    for (let start = 0; start < parts.length; start++) {
      if (parts[start].level < level) continue;
      let end = start;
      while (end < parts.length && parts[end].level >= level) end++;
      parts.splice(start, end - start, ...parts.slice(start, end).reverse());
      start = end;
    }
  return parts.flatMap(({ level, letters }) => {
    if (level % 2 === 0) return runsOf(letters);
    // the shaper turns a right-to-left run, but neither mirrors its brackets nor turns one of signs alone (UAX 9, L4)
    const mirrored = letters.map((each) => ({ ...each, text: bidi.getMirroredCharacter(each.text) ?? each.text }));
    return runsOf(letters.some((each) => RIGHT_TO_LEFT.test(each.text)) ? mirrored : mirrored.toReversed());
  });
}

/** Breaks words into lines no wider than `width`; a word that is wider is broken where it must. */
export function layout(spans: readonly Span[], about: { width: number; size: number; fonts: Fonts; measure: Measure }): Line[] {
  const { width, size, fonts, measure } = about;
  const { letters, paragraph } = lettersOf(spans, fonts);
  const widthOf = (some: readonly Letter[]): number =>
    runsOf(some).reduce((sum, each) => sum + measure(each.text, { face: each.face, size }), 0);
  const holds = (index: number): boolean => {
    const rest = paragraph.slice(letters[index].at + 1, letters[index].at + 4);
    const { text } = letters[index];
    const digits = DIGIT.test(rest.slice(0, 1));
    const after = DIGIT.test(letters[index - 1]?.text ?? '');
    // a sign before its number, too
    if (text === '-' && digits && !after) return (letters[index - 1]?.text ?? ' ') === ' ';
    return after && (text === ' ' ? UNIT.test(rest) : (text === '–' || text === '/') && digits);
  };
  const words: Letter[][] = [[]];
  letters.forEach((letter, index) => {
    if (IDEOGRAPH.test(letter.text) && words.at(-1)!.length) words.push([]);
    words.at(-1)!.push(letter);
    if ((BREAK_AFTER.test(letter.text) && !holds(index)) || IDEOGRAPH.test(letter.text)) words.push([]);
  });
  const lines: Line[] = [];
  let line: Letter[] = [];
  let used = 0;
  const close = (): void => {
    while (line.at(-1)?.text === ' ') line.pop();
    if (line.length) lines.push({ runs: seenRuns(line, paragraph), width: widthOf(line) });
    line = [];
    used = 0;
  };
  const fits = (some: readonly Letter[]): boolean => used + widthOf(some.at(-1)?.text === ' ' ? some.slice(0, -1) : some) <= width;
  for (const word of words) {
    if (!word.length) continue;
    if (!fits(word) && line.length) close();
    if (fits(word)) {
      line.push(...word);
      used += widthOf(word);
      continue;
    }
    for (const letter of word) {
      if (!fits([letter]) && line.length) close();
      line.push(letter);
      used += widthOf([letter]);
    }
  }
  close();
  return lines;
}
