import { parseFlag } from '../labs/index.ts';
import type { Meaning } from './dictionary.ts';

/** A test named in a sentence, with its place in the text. */
export interface NamedTest {
  readonly meaning: Meaning;
  readonly start: number;
  readonly end: number;
}

export interface FoundResult {
  readonly test: NamedTest;
  readonly value: string | null;
  readonly unit: string | null;
  readonly flag: string | null;
  readonly range: string | null;
  /** The place of test, words between and value. */
  readonly start: number;
  readonly end: number;
}

/** Words that may stand between the name of a test and its result. */
const FILLER =
  '(?:levels?|antibod(?:y|ies)|titres?|titers?|concentrations?|values?|results?|counts?|tests?|serology|studies|has been|have been|had been|was|were|is|are|of|at|a|an|the|both|all|also|only|still|now|about|approximately|around|remains?|remained|measured|measures|came back|stays?|stayed|found to be|reported as|repeatedly|again|consistently|persistently|mildly|markedly|moderately|slightly|severely|grossly|very|strongly|weakly|each|to|be|in serum|serum|clearly|just|well|too)';
const BETWEEN = String.raw`^(?:\s*\([^()]{0,30}\))?[\s:=]*(?:${FILLER}[\s:=]+)*`;
/** `, phosphate and other electrolytes are`: the rest of a list, whose members are no tests here, up to the verb. */
const REST = String.raw`^(?:\s*(?:,\s*and|,|and|or|\/)\s+[a-z-]+(?:\s[a-z-]+){0,3}?){1,5}\s+(?:is|are|was|were)\s+(?:all\s+|both\s+|also\s+)?`;
const NUMBER = String.raw`(?:<=?|>=?|≤|≥)?\s*\d{1,7}(?:[.,]\d{1,4})?`;
const UNIT = String.raw`(?:(?:m|u|µ|μ|n|p|k|mc)?(?:mol|g|IU|U|mEq|eq|kat)\s?\/\s?(?:d|m|µ|u)?[lL](?:iter|itre)?|mm\s?\/\s?h(?:r|our)?|mL\/min(?:\/1\.73\s?m(?:2|²))?|x?\s?10(?:\^|\*|e)?9\s?\/\s?L|K\/uL|\/(?:uL|µL|mm3)|mm\/1?h|%|mmol\/mol|mg2\/dL2|mg\s?\/\s?(?:24\s?h|day|d)|mU\/L|units?\/L)`;
const VALUE = new RegExp(`${BETWEEN}(${NUMBER})(?:\\s*(${UNIT}))?(?![\\d-]*[a-z]*-?year)`, 'i');
const TITRE = new RegExp(`${BETWEEN}(1\\s?[:/]\\s?\\d{2,5})`, 'i');
const STATE =
  '(within (?:the )?(?:normal|reference) (?:range|limits)|within range|in the normal range|below the normal range|below normal|above the normal range|above normal|not (?:raised|elevated|increased|reduced|detected|low|high)|(?:non-?)?reactive|undetectable|unremarkable|normal|raised|elevated|high|increased|low|reduced|decreased|suppressed|positive|negative|deficient|abnormally high|abnormally low)';
const QUALITY = new RegExp(`${BETWEEN}(?:within\\s)?${STATE}(?![\\w-])`, 'i');
const QUALITY_REST = new RegExp(`${REST}${STATE}(?![\\w-])`, 'i');
const QUALITY_BEFORE =
  /(?:^|[\s(,])(raised|elevated|high|increased|low|reduced|decreased|suppressed|positive|negative for|negative|normal|undetectable)\s+(?:serum\s+|plasma\s+|total\s+|blood\s+|levels? of\s+|a\s+)?$/i;
const RANGE_AFTER =
  /^\s*(?:[HL*]\s*)?[([]\s*(?:ref(?:erence)?\.?(?: range| interval)?:?|normal(?: range)?:?|nr:?|n:?)?\s*([<>≤≥]?\s*\d[\d.,]*(?:\s*(?:-|–|to)\s*\d[\d.,]*)?)[^)\]]{0,20}[)\]]/i;
const FLAG_AFTER = /^\s*(?:\(\s*)?(H|L|HH|LL|high|low)(?:\s*\))?(?=[\s,.;]|$)/;
/** Between two tests that share one result: `calcium, phosphate and ALP are normal`. */
const JOINED =
  /^(?:\s*(?:,|\/|&|and|or|as well as|levels?|antibod(?:y|ies)|anti-?|the|serum|anti|other|total|plasma)\s*)+(?:[a-z-]+(?: [a-z-]+){0,2}\s*(?:,\s*and|,|and|or)\s*){0,3}$/i;

/** Tests whose short names are words of other meaning: taken only with a number behind, written as in a print-out. */
const SHORT = /^[A-Za-z][A-Za-z0-9+]{0,2}$/;

/** Pairs tests with what is said of them in text [from, to). */
export function resultsIn(text: string, tests: readonly NamedTest[], bounds: { start: number; end: number }): FoundResult[] {
  const found: FoundResult[] = [];
  let at = 0;
  while (at < tests.length) {
    let last = at;
    while (last + 1 < tests.length && JOINED.test(text.slice(tests[last].end, tests[last + 1].start))) last++;
    const group = tests.slice(at, last + 1);
    const limit = last + 1 < tests.length ? tests[last + 1].start : bounds.end;
    found.push(...groupResults(text, group, { start: bounds.start, end: limit }));
    at = last + 1;
  }
  return found;
}

function groupResults(text: string, group: readonly NamedTest[], bounds: { start: number; end: number }): FoundResult[] {
  const last = group[group.length - 1];
  const after = text.slice(last.end, Math.min(bounds.end, last.end + 120));
  const single = group.length === 1;
  if (single) {
    const numeric = numericResult(text, last, after);
    if (numeric) return [numeric];
  }
  const before = QUALITY_BEFORE.exec(text.slice(Math.max(bounds.start, group[0].start - 40), group[0].start));
  const quality = QUALITY.exec(after) ?? (before ? null : QUALITY_REST.exec(after));
  if (quality)
    return group
      .filter((test) => !needsNumber(text, test))
      .map((test) => ({
        test,
        value: null,
        unit: null,
        flag: flagOf(quality[1]),
        range: null,
        start: test.start,
        end: last.end + quality[0].length,
      }));
  if (!single) {
    // `calcium, phosphate 3.1`: the number is the last one's alone.
    const numeric = numericResult(text, last, after);
    if (numeric) return [numeric];
  }
  if (before)
    return group
      .filter((test) => !needsNumber(text, test))
      .map((test) => ({
        test,
        value: null,
        unit: null,
        flag: flagOf(before[1]),
        range: null,
        start: group[0].start - before[0].trimStart().length,
        end: last.end,
      }));
  return [];
}

function numericResult(text: string, test: NamedTest, after: string): FoundResult | null {
  const titre = TITRE.exec(after);
  if (titre) return { test, value: titre[1], unit: null, flag: null, range: null, start: test.start, end: test.end + titre[0].length };
  const hit = VALUE.exec(after);
  if (!hit) return null;
  const between = hit[0].slice(0, hit[0].indexOf(hit[1]));
  if (needsNumber(text, test) && !/^[\s:=]*(?:of|is|was)?[\s:=]*$/.test(between)) return null;
  const rest = after.slice(hit[0].length);
  // `calcium 3 months ago`, `PTH at 14 years`: a number that is no result.
  if (!hit[2] && /^\s*-?(?:days?|weeks?|months?|years?|times|mm\b|cm\b|%|to\s+\d+\s*(?:days|weeks|months|years))/i.test(rest)) return null;
  const range = RANGE_AFTER.exec(rest);
  const flag = FLAG_AFTER.exec(rest);
  const end = test.end + hit[0].length + (range?.[0].length ?? flag?.[0].length ?? 0);
  return {
    test,
    value: hit[1].replace(/\s+/g, ''),
    unit: hit[2]?.replace(/\s+/g, '') ?? null,
    flag: flag ? flag[1] : null,
    range: range ? range[1] : null,
    start: test.start,
    end,
  };
}

const needsNumber = (text: string, test: NamedTest): boolean => {
  const written = text.slice(test.start, test.end);
  return SHORT.test(written) && written !== written.toUpperCase();
};

function flagOf(words: string): string {
  const plain = words.toLowerCase().replace(/\s+/g, ' ');
  if (/^within|in the normal|unremarkable|^normal|^not (raised|elevated|increased|reduced|low|high)/.test(plain)) return 'normal';
  if (/below|deficient|abnormally low/.test(plain)) return 'low';
  if (/above|abnormally high/.test(plain)) return 'high';
  if (/undetectable|not detected|non-?reactive/.test(plain)) return 'negative';
  return parseFlag(plain.replace(/ for$/, '')) ?? 'normal';
}
