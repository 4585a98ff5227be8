import { describe, expect, it } from 'vitest';
import type { Fonts } from './fonts.ts';
import { layout } from './text.ts';

const fonts: Fonts = { all: [], faceOf: () => 'one' };
/** Every letter is one point wide. */
const linesOf = (text: string, width: number): string[] =>
  layout([{ text }], { width, size: 1, fonts, measure: (of) => [...of].length }).map(({ runs }) => runs.map((each) => each.text).join('|'));

describe('lines', () => {
  it('break between words, and never tear a number from its unit, its sign or the end of its range', () => {
    expect(linesOf('about 12 mm long', 8)).toEqual(['about', '12 mm', 'long']);
    expect(linesOf('from 80–99 %', 8)).toEqual(['from', '80–99 %']);
    expect(linesOf('S -335.0 mm, window 1500/450 HU', 11)).toEqual(['S', '-335.0 mm,', 'window', '1500/450 HU']);
    expect(linesOf('side-to-side', 8)).toEqual(['side-to-', 'side']);
  });

  it('mirror the brackets of a right-to-left run, which the shaper turns but does not mirror', () => {
    expect(linesOf('שלום (דוד)', 40).join('')).toContain(')דוד(');
    expect(linesOf('Levi (David)', 40)).toEqual(['Levi (David)']);
  });
});
