import { normaliseToken, plainLetters } from '../lexicon/index.ts';

/** One word of a text: a run of letters and digits, with its place and its kept spelling. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** As {@link normaliseToken} keeps it. */
  readonly word: string;
  /** Lower case, as written: `was`, not `wa`. */
  readonly raw: string;
}

/** Part of the text that says one thing: cues of negation do not reach beyond it. */
export interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly Token[];
  readonly section: Section;
}

export type Section = 'body' | 'family' | 'allergies' | 'plan' | 'question' | 'medications' | 'technique';

/** A sentence is cut after so many words, whatever it says: print-outs without a full stop. */
const LONGEST_SENTENCE = 120;
const LONGEST_WORD = 40;

const keep = (raw: string): string => normaliseToken(plainLetters(raw.slice(0, LONGEST_WORD)).replace(/[^a-z0-9]/gi, ''));

function tokenise(text: string, offset = 0): Token[] {
  const tokens: Token[] = [];
  for (const hit of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const start = hit.index;
    const raw = hit[0].toLowerCase();
    // The possessive s belongs to the word before it.
    if (raw === 's' && /['’]/.test(text[start - 1] ?? '')) continue;
    const word = keep(raw);
    if (word !== '') tokens.push({ start: start + offset, end: start + hit[0].length + offset, word, raw });
  }
  return tokens;
}

const ABBREVIATION =
  /(?:^|[\s(])(?:dr|mr|mrs|ms|prof|st|no|fig|vs|approx|ca|cf|e\.g|i\.e|etc|i\.v|i\.m|s\.c|p\.o|b\.d|o\.d|t\.d\.s|resp|incl|max|min|hx|pt|yr|yrs|mo|wk|wks)$/i;
const HEADING: readonly (readonly [RegExp, Section])[] = [
  [/^(family (medical )?history|fh|fhx|famhx)\b/i, 'family'],
  [/^(allerg(y|ies)|adverse reactions)\b/i, 'allergies'],
  [/^(plan|recommendations?|advice|follow[- ]?up|management|next steps)\b/i, 'plan'],
  [
    /^(indication|clinical question|question|reason for (exam(ination)?|referral|study)|referral question|differential( diagnosis)?|ddx)\b/i,
    'question',
  ],
  [/^((current |regular )?(medications?|drugs|drug history|treatment)|meds|dhx?)\b/i, 'medications'],
  [/^(technique|protocol|procedure details)\b/i, 'technique'],
  [
    /^((past|previous) (medical |surgical )?history|pmhx?|psh|history( of present(ing)? (illness|complaint))?|hpc|hpi|social history|presenting complaint|chief complaint|examination|on examination|o\/e|findings?|impression|conclusion|opinion|comparison|investigations?|labs?|laboratory( results)?|blood tests|results|radiographs?|imaging|x-?ray|ct|mri|ultrasound|comment|summary|diagnosis|review of systems|ros)\b/i,
    'body',
  ],
];

/** Cuts a text into sentences; headings (`Family history:`) say of whom and how the lines below speak, until the next or a blank line. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let section: Section = 'body';
  let start = 0;
  const push = (end: number): void => {
    if (end > start) for (const piece of pieces(text, start, end)) sentences.push({ ...piece, section });
    start = end;
  };
  for (const line of linesOf(text)) {
    const words = text.slice(line.start, line.end);
    if (words.trim() === '') {
      push(line.start);
      start = line.end;
      section = 'body';
      continue;
    }
    const heading = headingOf(words);
    if (heading || startsAnew(text, line.start)) push(line.start);
    if (heading) section = heading;
    for (const stop of words.matchAll(/[.!?;]+(?=\s|$)/g)) {
      const at = line.start + stop.index;
      if (stop[0] === '.' && ABBREVIATION.test(text.slice(Math.max(start, at - 12), at))) continue;
      push(at + stop[0].length);
      const inline = headingOf(text.slice(start, line.end).trimStart());
      if (inline) section = inline;
      else if (section === 'allergies' || section === 'question') section = keepsOn(section, text, start, line.end);
    }
  }
  push(text.length);
  return sentences;
}

/** Allergies and questions are one sentence long unless the line goes on. */
const keepsOn = (section: Section, text: string, from: number, lineEnd: number): Section =>
  text.slice(from, lineEnd).trim() === '' ? section : section === 'question' ? section : 'body';

function headingOf(line: string): Section | null {
  const trimmed = line.trimStart();
  if (!/^[^.]{2,40}:/.test(trimmed)) return null;
  const name = trimmed.slice(0, trimmed.indexOf(':'));
  return HEADING.find(([pattern]) => pattern.test(name) && name.length < 36)?.[1] ?? null;
}

function* linesOf(text: string): Generator<{ start: number; end: number }> {
  let start = 0;
  while (start < text.length) {
    const at = text.indexOf('\n', start);
    const end = at < 0 ? text.length : at + 1;
    yield { start, end };
    start = end;
  }
}

/** A line begins a new sentence when it is an item, or when the line before it was short and this one begins as a sentence does. */
function startsAnew(text: string, at: number): boolean {
  if (at === 0) return false;
  const rest = text.slice(at, at + 80).trimStart();
  if (/^([-*•]|\d{1,2}[.)]\s)/.test(rest)) return true;
  const before = text.slice(text.lastIndexOf('\n', at - 2) + 1, at).trimEnd();
  return /^[A-Z0-9(]/.test(rest) && (before.length < 50 || /[.:!?]$/.test(before));
}

function* pieces(text: string, start: number, end: number): Generator<Omit<Sentence, 'section'>> {
  const tokens = tokenise(text.slice(start, end), start);
  for (let at = 0; at < tokens.length; at += LONGEST_SENTENCE) {
    const part = tokens.slice(at, at + LONGEST_SENTENCE);
    const first = at === 0 ? start : part[0].start;
    const last = at + LONGEST_SENTENCE < tokens.length ? tokens[at + LONGEST_SENTENCE].start : end;
    yield { start: first, end: last, tokens: part };
  }
}
