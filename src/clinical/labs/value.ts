/** What a result's text says: a number, a bound, a titre, or a word. */
export interface ParsedValue {
  readonly number: number | null;
  readonly comparator: '<' | '<=' | '>' | '>=' | null;
  /** Reciprocal titre: 160 for 1:160. */
  readonly titre: number | null;
  readonly word: 'positive' | 'negative' | null;
  /** Unit found behind the number. */
  readonly unit: string | null;
  /** `6.6-8.4`: the span of several results. */
  readonly span: readonly [number, number] | null;
}

const NOTHING: ParsedValue = { number: null, comparator: null, titre: null, word: null, unit: null, span: null };
const NEGATIVE = /^(neg(ative)?|non[- ]?reactive|not detected|undetect(ed|able)|absent|none|nil|-)\b|^-$/i;
const POSITIVE = /^((weak|strong|low|highly)(ly)?\s+)?(pos(itive)?|reactive|detected|present|\+{1,4})(?![a-z])/i;
const NUMBER = String.raw`[-+]?\d[\d\s,.]*(?:[eE][-+]?\d{1,3})?`;

/** `9,2` and `1,234.5`, `19 950` and `19,950` as numbers; null when it is none. */
export function parseNumber(text: string): number | null {
  let plain = text.trim().replace(/(\d)\s+(?=\d{3}(\D|$))/g, '$1');
  const commas = (plain.match(/,/g) ?? []).length;
  if (commas > 0)
    plain =
      plain.includes('.') || commas > 1 || /^[-+]?[1-9]\d{0,2},\d{3}$/.test(plain) ? plain.replace(/,/g, '') : plain.replace(',', '.');
  if (!/^[-+]?\d+(\.\d*)?([eE][-+]?\d+)?$/.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

export function parseValue(raw: number | string | null): ParsedValue {
  if (raw === null) return NOTHING;
  if (typeof raw === 'number') return Number.isFinite(raw) ? { ...NOTHING, number: raw } : NOTHING;
  const text = raw.trim().slice(0, 200);
  const titre = /\b1\s*[:/]\s*(\d{1,6})\b/.exec(text);
  if (titre && !/[a-z]\/[a-z]/i.test(text)) return { ...NOTHING, titre: Number(titre[1]), word: NEGATIVE.test(text) ? 'negative' : null };
  const bound = new RegExp(String.raw`^(<=|>=|<|>|≤|≥)\s*(${NUMBER})(.*)$`).exec(text);
  if (bound) {
    const comparator = bound[1] === '≤' ? '<=' : bound[1] === '≥' ? '>=' : (bound[1] as '<' | '<=' | '>' | '>=');
    return { ...NOTHING, number: parseNumber(bound[2]), comparator, unit: bound[3].trim() || null };
  }
  const span = /^(\d+(?:\.\d+)?)\s*(?:-|–|to)\s*(\d+(?:\.\d+)?)\s*(.*)$/.exec(text);
  if (span && Number(span[1]) < Number(span[2]))
    return { ...NOTHING, span: [Number(span[1]), Number(span[2])], unit: span[3].trim() || null };
  if (NEGATIVE.test(text)) return { ...NOTHING, word: 'negative' };
  if (POSITIVE.test(text)) return { ...NOTHING, word: 'positive' };
  const number = new RegExp(String.raw`^(${NUMBER})\s*(.*)$`).exec(text);
  if (!number) return NOTHING;
  return { ...NOTHING, number: parseNumber(number[1]), unit: /^[a-zµμ%/[{(*^\d]/i.test(number[2]) ? number[2].trim() || null : null };
}

/** `8.5-10.5`, `<5`, `up to 120`, `>= 60`; nulls when it is none of these. */
export function parseRange(text: string): { low: number | null; high: number | null } {
  const plain = text
    .replace(/[()[\]]/g, ' ')
    .replace(/\bor\s*=\s*/g, '=')
    .replace(/<\s*=/g, '<=')
    .replace(/>\s*=/g, '>=')
    .trim();
  const both = /(-?\d+(?:[.,]\d+)?)\s*(?:-|–|—|to|\.\.)\s*(-?\d+(?:[.,]\d+)?)/.exec(plain);
  if (both) return { low: parseNumber(both[1]), high: parseNumber(both[2]) };
  const upper = /(?:<=?|≤|up to|below|less than)\s*(\d+(?:[.,]\d+)?)/i.exec(plain);
  if (upper) return { low: null, high: parseNumber(upper[1]) };
  const lower = /(?:>=?|≥|above|more than|over)\s*(\d+(?:[.,]\d+)?)/i.exec(plain);
  if (lower) return { low: parseNumber(lower[1]), high: null };
  return { low: null, high: null };
}

export type Flag = 'positive' | 'negative' | 'low' | 'normal' | 'high';

/** Flags of case files, HL7 table 0078, FHIR interpretations and print-outs; null = none, or abnormal without a direction. */
export function parseFlag(text: string): Flag | null {
  const word = text.trim().toLowerCase();
  if (/^(h|hh|hu|hx|high|raised|elevated|increased|above|↑+|\^|>|critical(ly)? high|very high)$/.test(word)) return 'high';
  if (/^(l|ll|lu|lx|low|reduced|decreased|below|↓+|<|critical(ly)? low|very low|suppressed)$/.test(word)) return 'low';
  if (/^(n|normal|wnl|ok|within (normal )?(range|limits)|unremarkable)$/.test(word)) return 'normal';
  if (/^(pos|positive|p|reactive|rr|det|detected|\+{1,4}|present|wr|weak(ly)? positive)$/.test(word)) return 'positive';
  if (/^(neg|negative|nr|non[- ]?reactive|nd|not detected|-|absent)$/.test(word)) return 'negative';
  return null;
}
