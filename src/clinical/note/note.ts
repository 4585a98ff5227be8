import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import { BELIEF } from '../belief/index.ts';
import { LIMITS, shown } from '../guard/index.ts';
import type { Extraction } from '../types.ts';
import { type CueSpan, cuesOf, familyRanges, governing } from './cues.ts';
import { type Dictionary, dictionaryOf, type Hit, longestAt, type Meaning } from './dictionary.ts';
import { extentOf } from './extent.ts';
import { findAge, findDurations, findSex } from './person.ts';
import {
  CALCIFICATION,
  CALCIFICATION_PAIR,
  HARD_LESION,
  IMAGE,
  LESION,
  NEEDS_IMAGE,
  NEEDS_LESION,
  NEEDS_LESION_CATEGORY,
  SPEAKS_OF_MINERAL,
} from './prose.ts';
import { type FoundResult, type NamedTest, resultsIn } from './results.ts';
import { type Sentence, sentencesOf, type Token } from './tokens.ts';

export interface NoteReading {
  readonly text: string;
  /** In the order of the text. */
  readonly extractions: readonly Extraction[];
  readonly patient: { readonly ageYears: number | null; readonly sex: 'male' | 'female' | null };
  readonly issues: readonly Issue[];
}

/**
 * Free text (a letter, a radiology report, a lab print-out) to extractions, each with the words it was read from, so
 * that it can be shown and rejected. English. A sentence that speaks of calcification and gave nothing is listed as
 * `not-understood`.
 */
export function readNote(text: string, knowledge: Knowledge): NoteReading {
  const issues: Issue[] = [];
  let body = text;
  if (text.length > LIMITS.textLength) {
    body = text.slice(0, LIMITS.textLength);
    issues.push(
      issue('error', {
        code: 'clinical-too-large',
        where: 'text',
        expected: `at most ${LIMITS.textLength} characters`,
        received: `${text.length} characters`,
        fix: 'Only the beginning was read.',
      }),
    );
  }
  const dictionary = dictionaryOf(knowledge);
  const sentences = sentencesOf(body);
  const aboutCalcium = sentences.some((each) => mentions(each.tokens).calcification.length > 0) || HARD_LESION.test(body);
  const extractions: Extraction[] = [];
  for (const sentence of sentences) extractions.push(...readSentence(body, sentence, { knowledge, dictionary, aboutCalcium }));
  extractions.push(...extentOf(extractions, body, aboutCalcium, knowledge));
  // Who the patient is stands in the body, not in what is said of relatives.
  const own = sentences.filter((each) => each.section !== 'family').map((each) => body.slice(each.start, each.end));
  const first =
    own.length > 0
      ? body.slice(
          0,
          sentences.filter((each) => each.section !== 'family').reduce((end, each) => Math.max(end, each.end), 0),
        )
      : '';
  const age = findAge(first);
  const sex = findSex(first);
  if (age) extractions.push(age.extraction);
  if (sex) extractions.push(sex.extraction);
  extractions.push(...findDurations(body));
  const lost = extractions.filter((each) => each.kind === 'not-understood');
  for (const each of lost)
    issues.push(
      issue('note', {
        code: 'note-not-understood',
        where: `text, character ${each.span[0] + 1}`,
        expected: 'words of the vocabulary',
        received: shown(each.words),
        fix: 'Add the finding by hand if it matters.',
      }),
    );
  extractions.sort((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1]);
  return { text: body, extractions, patient: { ageYears: age?.years ?? null, sex: sex?.sex ?? null }, issues };
}

interface Mentions {
  /** Places (token index) that speak of calcification. */
  readonly calcification: readonly number[];
  readonly lesion: boolean;
}

function mentions(tokens: readonly Token[]): Mentions {
  const calcification: number[] = [];
  let lesion = false;
  tokens.forEach((token, at) => {
    if (CALCIFICATION.test(token.word)) calcification.push(at);
    else if (CALCIFICATION_PAIR.some(([first, second]) => first.test(token.word) && second.test(tokens[at + 1]?.word ?? '')))
      calcification.push(at);
    if (LESION.test(token.word)) lesion = true;
  });
  return { calcification, lesion };
}

interface Reading {
  readonly knowledge: Knowledge;
  readonly hits: readonly Hit[];
  readonly text: string;
  readonly sentence: Sentence;
  readonly cues: readonly CueSpan[];
  readonly families: readonly { from: number; to: number; words: string }[];
  readonly about: Mentions;
  readonly aboutCalcium: boolean;
}

function readSentence(
  text: string,
  sentence: Sentence,
  whole: { knowledge: Knowledge; dictionary: Dictionary; aboutCalcium: boolean },
): Extraction[] {
  const { knowledge, dictionary, aboutCalcium } = whole;
  const { tokens } = sentence;
  if (tokens.length === 0) return [];
  const hits = hitsOf(text, tokens, dictionary);
  const words = mentions(tokens);
  const mineral = hits.filter((hit) => hit.meanings.some((each) => SPEAKS_OF_MINERAL.has(each.id))).map((hit) => hit.from);
  const about = { ...words, calcification: [...words.calcification, ...mineral].sort((a, b) => a - b) };
  const reading: Reading = {
    knowledge,
    hits,
    text,
    sentence,
    cues: cuesOf(tokens, text),
    families: familyRanges(tokens, text),
    about,
    aboutCalcium,
  };
  const tests: NamedTest[] = [];
  const extractions: Extraction[] = [];
  const scanned = scannedRange(tokens);
  const sitesAfterVerb = hits.some((hit) => scanned !== null && hit.from >= scanned.to && hit.meanings[0]?.id.startsWith('site-'));
  for (const hit of hits) {
    const meaning = hit.meanings[0];
    // `topical steroid`: known, and without meaning here.
    if (!meaning) continue;
    if (meaning.kind === 'test') {
      const named = { meaning, start: tokens[hit.from].start, end: tokens[hit.to - 1].end };
      if (!isUnit(text, named)) tests.push(named);
      continue;
    }
    if (scanned && sitesAfterVerb && meaning.id.startsWith('site-') && hit.from >= scanned.from && hit.to <= scanned.to) continue;
    for (const each of hit.meanings)
      if (isSpokenOf(each, reading) && hasImage(each, hit, tokens)) extractions.push(extract(each, hit, reading));
  }
  for (const result of resultsIn(text, tests, { start: sentence.start, end: sentence.end })) {
    const made = extractResult(result, reading);
    if (made) extractions.push(made);
  }
  if (sentence.section === 'technique') return extractions.filter((each) => each.kind === 'drug');
  extractions.push(...notUnderstood(extractions, reading));
  return extractions;
}

/** Longest meanings from left to right; phrases do not run over commas unless the comma is theirs. */
function hitsOf(text: string, tokens: readonly Token[], dictionary: Dictionary): Hit[] {
  const words = tokens.map((each) => each.word);
  const cut = (at: number): boolean =>
    /[,;:()]/.test(text.slice(tokens[at - 1].end, tokens[at].start)) && !/^\(?\d/.test(text.slice(tokens[at].start, tokens[at].start + 1));
  const hits: Hit[] = [];
  for (let at = 0; at < words.length; ) {
    const hit = longestAt(dictionary, words, at, cut);
    if (hit && !isOtherSense(tokens, hit) && !runsInto(hit, words, dictionary, cut)) {
      hits.push(hit);
      for (const [from, to] of hit.gaps)
        for (let inner = from; inner < to; inner++) {
          const small = longestAt(dictionary, words.slice(0, to), inner, cut);
          if (small && !isOtherSense(tokens, small)) hits.push(small);
        }
      at = hit.to;
    } else at++;
  }
  return hits;
}

/** `of skin` in `risk of skin necrosis`: a meaning that begins inside and ends later is the one meant. */
function runsInto(hit: Hit, words: readonly string[], dictionary: Dictionary, cut: (at: number) => boolean): boolean {
  for (let inner = hit.from + 1; inner < hit.to; inner++) {
    const other = longestAt(dictionary, words, inner, cut);
    if (other && other.to > hit.to && other.meanings.length > 0) return true;
  }
  return false;
}

/** Words of the body in another sense: `came back`, `femoral head`, `on the other hand`, `back of the thigh`. */
function isOtherSense(tokens: readonly Token[], hit: Hit): boolean {
  if (hit.to - hit.from !== 1) return false;
  const before = tokens[hit.from - 1]?.raw ?? '';
  const after = tokens[hit.to]?.raw ?? '';
  switch (tokens[hit.from].raw) {
    case 'back':
      return !/^(the|her|his|upper|lower|mid|their|and|of|neck|axilla)$/.test(before) || after === 'of' || after === 'to';
    case 'head':
      return /^(humeral|femoral|radial|metacarpal|metatarsal|short|long|fibular)$/.test(before);
    case 'hand':
      return before === 'other' || /^(operations?|surgery|held)$/.test(after);
    case 'face':
      return after === 'of';
    case 'many':
    case 'several':
      return /^(years|months|weeks|days|times|drugs|doctors|blood|hours|courses|antibiotics)$/.test(after);
    case 'single':
      return after === 'parent' || after === 'dose';
    case 'isolated':
      return after === 'from';
    case 'leg':
    case 'arm':
      return after === 'pain';
    default:
      return false;
  }
}

/** `CT of the pelvis and thighs shows ...`: the words that say what was scanned, not where something was found. */
function scannedRange(tokens: readonly Token[]): { from: number; to: number } | null {
  const from = tokens.findIndex((each) =>
    /^(radiographs?|rays?|xray|films?|ct|mri|ultrasound|scans?|mammograms?|tomography|imaging)$/.test(each.raw),
  );
  if (from < 0 || !tokens.slice(from + 1, from + 3).some((each) => /^(of|scan|angiography)$/.test(each.raw))) return null;
  const verb = tokens.findIndex(
    (each, at) =>
      at > from &&
      /^(shows?|showed|shown|demonstrates?|demonstrated|reveals?|revealed|confirms?|confirmed|finds?|found|is|are|was|were|places?|depicts?|identifies)$/.test(
        each.raw,
      ),
  );
  return verb < 0 ? null : { from, to: verb };
}

function isSpokenOf(meaning: Meaning, reading: Reading): boolean {
  const category = meaning.kind === 'finding' ? meaning.id.slice(0, meaning.id.indexOf('-')) : '';
  const { about, aboutCalcium } = reading;
  if (NEEDS_LESION_CATEGORY.has(category)) {
    if (about.calcification.length > 0) return true;
    // `nodules of the buttocks` in a text that elsewhere calls them calcified.
    return (
      aboutCalcium &&
      about.lesion &&
      (category === 'site' || meaning.id === 'morph-nodular' || /^compartment-(skin|subcutaneous|muscle)$/.test(meaning.id))
    );
  }
  // `Incidental` is the calcification, not a visit without complaints.
  if (meaning.id === 'hx-incidental') return aboutCalcium;
  if (NEEDS_LESION.has(meaning.id)) return about.calcification.length > 0 || about.lesion || nearLesion(reading);
  return true;
}

/** `A mass` of the clinic is a lump; on an image it is a mass. */
const hasImage = (meaning: Meaning, hit: Hit, tokens: readonly Token[]): boolean =>
  !NEEDS_IMAGE.has(meaning.id) || hit.to - hit.from > 1 || tokens.some((each) => IMAGE.test(each.raw));

/** `They do not hurt`: what the sentence before spoke of is still spoken of. */
const nearLesion = (reading: Reading): boolean =>
  reading.aboutCalcium && /^(they|it|these|this|some|one|lesions?)$/.test(reading.sentence.tokens[0].raw);

/** `48 mg/L`: here mg is no magnesium. */
const isUnit = (text: string, named: NamedTest): boolean =>
  named.end - named.start <= 3 && (text[named.end] === '/' || /\d\s?$/.test(text.slice(Math.max(0, named.start - 2), named.start)));

interface Turn {
  readonly state: Extraction['state'];
  readonly probability: number;
  readonly subject: Extraction['subject'];
  readonly cue: string | null;
}

/** How the cues around words [from, to) turn them. */
function turn(range: { from: number; to: number }, negative: boolean, id: string, reading: Reading): Turn {
  const { sentence, cues, families, text } = reading;
  const isFamilyFinding = id.startsWith('fam-');
  const isPlace = /^(site|compartment)-/.test(id) && reading.about.calcification.length > 0;
  const relative =
    sentence.section === 'family' ? 'family history' : families.find((each) => range.from >= each.from && range.to <= each.to)?.words;
  const subject = relative && !isFamilyFinding ? 'family' : 'patient';
  const governed = isPlace ? placeCues(range, reading) : governing(cues, sentence.tokens, text, range);
  const near = governed.filter((cue) => isPlace || cue.reach === 'before' || cue.cue !== 'negated' || !cutOff(cue, range, id, reading));
  const cueOf = (cue: CueSpan['cue']): CueSpan | undefined => near.find((each) => each.cue === cue);
  const made = (state: Extraction['state'], probability: number, cue: string | null): Turn => ({
    state,
    probability,
    subject,
    cue: subject === 'family' ? (relative ?? null) : cue,
  });
  const denied = 1 - BELIEF.written;
  const allergy = cueOf('allergy');
  if (allergy || sentence.section === 'allergies') return made('uncertain', BELIEF.open, allergy?.words ?? 'allergies');
  if (sentence.section === 'plan') return made('uncertain', BELIEF.open, 'plan');
  const open = cueOf('open');
  if (open) return made('uncertain', BELIEF.open, open.words);
  const negated = cueOf('negated');
  // `denies X, and no relative is affected`: what denies in itself is not turned round by a denial before it.
  if (negated) return made('absent', round(denied), negated.words);
  for (const cue of ['unlikely', 'possible', 'likely'] as const) {
    const span = cueOf(cue);
    if (span) return made('uncertain', negative ? round(1 - BELIEF[cue]) : BELIEF[cue], span.words);
  }
  if (sentence.section === 'question') return made('uncertain', BELIEF.possible, 'question');
  return negative ? made('absent', round(denied), 'said so') : made('present', BELIEF.written, null);
}

/**
 * `Not ulcerated over the nodular calcification`, `no fluid level within the mass`: a denial of one thing ends at the
 * preposition behind it, unless a comma or conjunction goes on with the list.
 */
function cutOff(cue: CueSpan, range: { from: number; to: number }, id: string, reading: Reading): boolean {
  const { sentence, hits, text } = reading;
  let from = cue.to;
  for (let at = cue.to + 1; at < range.from; at++)
    if (/^(or|and|nor)$/.test(sentence.tokens[at].raw) || /,/.test(text.slice(sentence.tokens[at - 1].end, sentence.tokens[at].start)))
      from = at;
  const preposition = sentence.tokens.findIndex((each, at) => at >= from && at < range.from && PREPOSITIONS.has(each.raw));
  if (preposition < 0) return false;
  return /^(morph|dist)-/.test(id) || hits.some((hit) => hit.from >= from && hit.to <= preposition && hit.meanings.length > 0);
}

/**
 * A place is denied or doubted with the calcification that lies there: `no calcification in the thigh`, `the aorta is not
 * calcified`. `No fluid level in the calcified mass of the shoulder` denies the level, not the shoulder.
 */
function placeCues(range: { from: number; to: number }, reading: Reading): CueSpan[] {
  const { sentence, cues, text, about } = reading;
  const { tokens } = sentence;
  const anchor = about.calcification.reduce((best, at) => (distance(at, range) < distance(best, range) ? at : best));
  const ofAnchor = governing(cues, tokens, text, { from: anchor, to: anchor + 1 }).filter(
    (cue) => cue.reach === 'before' || !tokens.slice(cue.to, anchor).some((each) => PREPOSITIONS.has(each.raw)),
  );
  // `does not involve the muscle`, `around, but not within, the muscle`: a verb or preposition of place is denied itself.
  const own = governing(cues, tokens, text, range).filter(
    (cue) =>
      cue.reach === 'before' ||
      cue.cue !== 'negated' ||
      tokens.slice(cue.to, range.from).some((each) => INVOLVES.test(each.raw)) ||
      range.from - cue.to <= 2,
  );
  return [...ofAnchor, ...own];
}

const distance = (at: number, range: { from: number; to: number }): number =>
  at < range.from ? range.from - at : at >= range.to ? at - range.to + 1 : 0;
const PREPOSITIONS = new Set([
  'of',
  'in',
  'within',
  'at',
  'on',
  'around',
  'from',
  'into',
  'inside',
  'along',
  'to',
  'with',
  'over',
  'under',
  'beneath',
  'near',
  'beside',
]);
const INVOLVES = /^(involv\w*|reach\w*|extend\w*|spread\w*|affect\w*|enter\w*)$/;

const round = (value: number): number => Number(value.toFixed(2));

function extract(meaning: Meaning, hit: Hit, reading: Reading): Extraction {
  const { text, sentence } = reading;
  const [start, end] = [sentence.tokens[hit.from].start, sentence.tokens[hit.to - 1].end];
  // The word that flips a phrase (`no family history`) is part of it: only cues outside count.
  const turned = turn({ from: hit.from, to: hit.to }, meaning.negative, meaning.id, reading);
  const side = sideOf(hit, sentence.tokens);
  const sided = side === 'left' || side === 'right' ? reading.knowledge.terms.get(`${meaning.id}-${side}`) : undefined;
  return {
    kind: turned.subject === 'family' ? 'family' : meaning.kind === 'test' ? 'lab' : meaning.kind,
    id: sided?.id ?? meaning.id,
    label: sided?.label ?? meaning.label,
    ...turned,
    side,
    span: [start, end],
    words: text.slice(start, end),
  };
}

function sideOf(hit: Hit, tokens: readonly Token[]): Extraction['side'] {
  const inside = tokens.slice(hit.from, hit.to).find((each) => /^(left|right|both|bilateral)$/.test(each.raw))?.raw;
  if (inside) return inside === 'left' || inside === 'right' ? inside : 'both';
  for (let at = hit.from - 1; at >= Math.max(0, hit.from - 4); at--) {
    const { raw } = tokens[at];
    if (raw === 'left' || raw === 'right') return raw;
    if (raw === 'both' || raw === 'bilateral') return 'both';
    if (/^(and|or|with|in)$/.test(raw) && at < hit.from - 1) break;
  }
  const after = tokens[hit.to]?.raw;
  return after === 'bilaterally' ? 'both' : null;
}

function extractResult(result: FoundResult, reading: Reading): Extraction | null {
  const { text, sentence } = reading;
  const from = sentence.tokens.findIndex((each) => each.start >= result.test.start);
  const to = sentence.tokens.findIndex((each) => each.start >= result.test.end);
  const turned = turn({ from: Math.max(0, from), to: to < 0 ? sentence.tokens.length : to }, false, result.test.meaning.id, reading);
  if (turned.subject === 'family') return null;
  const said = [result.value, result.unit, result.flag].filter((part) => part !== null).join(' ');
  // A cue of negation before a result (`not raised`) is part of the result's own words; before the test it makes it no result.
  if (turned.state === 'uncertain')
    return {
      kind: 'lab',
      id: result.test.meaning.id,
      label: result.test.meaning.label,
      ...turned,
      side: null,
      span: [result.start, result.end],
      words: text.slice(result.start, result.end),
      value: { number: null, text: said, unit: result.unit },
    };
  return {
    kind: 'lab',
    id: result.test.meaning.id,
    label: result.test.meaning.label,
    state: 'present',
    probability: BELIEF.written,
    subject: 'patient',
    cue: null,
    side: null,
    span: [result.start, result.end],
    words: text.slice(result.start, result.end),
    value: {
      number: result.value === null ? null : Number(result.value.replace(/[<>=≤≥]/g, '').replace(',', '.')) || null,
      text: said,
      unit: result.unit,
    },
    result: { value: result.value, unit: result.unit, flag: result.flag, range: result.range },
  };
}

/** Sentences that speak of calcification and said nothing that the vocabulary has. */
function notUnderstood(extractions: readonly Extraction[], reading: Reading): Extraction[] {
  const { about, sentence, text, cues } = reading;
  if (about.calcification.length === 0 || extractions.some((each) => each.id !== null)) return [];
  const at = about.calcification[0];
  const denied = governing(cues, sentence.tokens, text, { from: at, to: at + 1 }).some((each) => each.cue === 'negated');
  const words = text.slice(sentence.start, sentence.end).trim();
  const start = sentence.start + text.slice(sentence.start, sentence.end).indexOf(words);
  return [
    {
      kind: 'not-understood',
      id: null,
      label: 'Speaks of calcification',
      state: denied ? 'absent' : 'uncertain',
      probability: BELIEF.open,
      subject: 'patient',
      side: null,
      span: [start, start + words.length],
      words,
      cue: denied ? 'no' : null,
    },
  ];
}
