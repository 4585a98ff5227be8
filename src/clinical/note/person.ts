import { OLDEST_YEARS, yearsFrom } from '../age/index.ts';
import type { Extraction } from '../types.ts';

const PERSON = '(woman|female|girl|lady|man|male|boy|gentleman|patient|child|infant|newborn|baby|neonate|accountant|[a-z]+er)';
const WORDS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  several: 3,
  a: 1,
  an: 1,
};
const AGES: readonly RegExp[] = [
  /\b(\d{1,3})[- ]?(year|yr|month|week|day)s?[- ]old\b/i,
  /\baged?\s+(\d{1,3})(?:\s*(years?|months?|weeks?|days?|y|mo))?\b/i,
  /\b(\d{1,3})\s*(?:y\/?o|yo)\b()/i,
  /\b(\d{1,3})\s*([ym])r?\s*[/ ]?\s*(?=[FM]\b)/i,
  /\b(\d{1,3})(?=[FM]\b)()/,
];
const DECADES: Readonly<Record<string, number>> = {
  twenties: 25,
  thirties: 35,
  forties: 45,
  fifties: 55,
  sixties: 65,
  seventies: 75,
  eighties: 85,
  nineties: 93,
};

const base = (
  text: string,
  start: number,
  end: number,
): Pick<Extraction, 'span' | 'words' | 'state' | 'probability' | 'subject' | 'side' | 'cue' | 'id'> => ({
  id: null,
  state: 'present',
  probability: 0.95,
  subject: 'patient',
  side: null,
  span: [start, end],
  words: text.slice(start, end),
  cue: null,
});

/** The patient's age: the first age in the text, which is where letters and reports say it. `text` is the body without family history. */
export function findAge(text: string): { years: number; extraction: Extraction } | null {
  let best: { index: number; length: number; years: number; number: number; unit: string } | null = null;
  for (const pattern of AGES) {
    const hit = pattern.exec(text);
    if (!hit || (best && best.index <= hit.index)) continue;
    const unit = (hit[2] || 'y').toLowerCase();
    const years = yearsFrom(Number(hit[1]), unit === 'm' ? 'mo' : unit);
    if (years !== null && years <= OLDEST_YEARS) best = { index: hit.index, length: hit[0].length, years, number: Number(hit[1]), unit };
  }
  const decade = new RegExp(String.raw`\bin (?:her|his|their) (${Object.keys(DECADES).join('|')})\b`, 'i').exec(text);
  if (decade && (!best || decade.index < best.index))
    best = {
      index: decade.index,
      length: decade[0].length,
      years: DECADES[decade[1].toLowerCase()],
      number: DECADES[decade[1].toLowerCase()],
      unit: 'years, about',
    };
  if (!best) return null;
  return {
    years: best.years,
    extraction: {
      kind: 'age',
      label: 'Age',
      ...base(text, best.index, best.index + best.length),
      value: { number: best.number, text: text.slice(best.index, best.index + best.length), unit: best.unit },
    },
  };
}

/** The patient's sex from the noun beside the age, else the first such noun, else the pronouns when they agree. */
export function findSex(text: string): { sex: 'female' | 'male'; extraction: Extraction } | null {
  const head = text.slice(0, 2000);
  const beside = new RegExp(
    String.raw`\b\d{1,3}(?:[- ]?(?:year|yr|month|week|day)s?[- ]old|\s*y\/?o)\s+(?:[a-z-]+\s+){0,4}?${PERSON}\b`,
    'i',
  ).exec(head);
  const noun = /\b(woman|female|girl|lady|man|male|boy|gentleman)\b/i.exec(
    beside && /woman|female|girl|lady|man|male|boy/i.test(beside[1]) ? beside[0] : head,
  );
  const letter = /\b\d{1,3}\s*(?:y\/?o|yr?|yo)?\s*\/?\s*([FM])\b/.exec(head);
  const offset = beside && noun && beside[0].includes(noun[0]) ? beside.index : 0;
  if (noun && (!letter || noun.index + offset <= letter.index))
    return made(text, noun.index + offset, noun[0].length, /woman|female|girl|lady/i.test(noun[0]) ? 'female' : 'male');
  if (letter) return made(text, letter.index, letter[0].length, letter[1] === 'F' ? 'female' : 'male');
  const she = [...head.matchAll(/\b(she|her)\b/gi)];
  const he = [...head.matchAll(/\b(he|his|him)\b/gi)];
  if (she.length > 0 && he.length === 0) return made(text, she[0].index, she[0][0].length, 'female');
  if (he.length > 0 && she.length === 0) return made(text, he[0].index, he[0][0].length, 'male');
  return null;
}

const made = (text: string, start: number, length: number, sex: 'female' | 'male'): { sex: 'female' | 'male'; extraction: Extraction } => ({
  sex,
  extraction: { kind: 'sex', label: sex, ...base(text, start, start + length) },
});

const COUNT = String.raw`(\d{1,3}(?:\.\d)?|${Object.keys(WORDS).join('|')})`;
const DURATION = new RegExp(
  String.raw`\b(?:(?:for|over|since|in|within|the last|the past|about|of)\s+){0,3}${COUNT}[- ](days?|weeks?|months?|years?)\b(?:[- ](?:history|duration))?(?:\s+(ago|earlier|before|later))?`,
  'gi',
);

/** Lengths of time: `for two years`, `a three-year history`, `17 years ago`. */
export function findDurations(text: string): Extraction[] {
  const found: Extraction[] = [];
  for (const hit of text.matchAll(DURATION)) {
    if (/^[- ]old\b/.test(text.slice(hit.index + hit[0].length))) continue;
    const number = /^\d/.test(hit[1]) ? Number(hit[1]) : WORDS[hit[1].toLowerCase()];
    found.push({
      kind: 'duration',
      label: hit[3] ? `Time (${hit[3].toLowerCase()})` : 'Duration',
      ...base(text, hit.index, hit.index + hit[0].length),
      value: { number, text: hit[0], unit: hit[2].toLowerCase().replace(/s$/, '') },
    });
    if (found.length >= 500) break;
  }
  return found;
}
