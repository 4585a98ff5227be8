import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import { BELIEF } from '../belief/index.ts';
import { LIMITS, shown } from '../guard/index.ts';
import type { Extraction } from '../types.ts';
import { cuesOf, familyRanges, governing } from './cues.ts';
import { type Dictionary, dictionaryOf, type Hit, type Meaning } from './dictionary.ts';
import { extentOf } from './extent.ts';
import { hitsOf, scannedRange } from './hits.ts';
import { findAge, findDurations, findSex } from './person.ts';
import { HARD_LESION, IMAGE, NEEDS_IMAGE, NEEDS_LESION, NEEDS_LESION_CATEGORY, SPEAKS_OF_MINERAL } from './prose.ts';
import { mentions, type Reading } from './reading.ts';
import { type FoundResult, type NamedTest, resultsIn } from './results.ts';
import { type Sentence, sentencesOf, type Token } from './tokens.ts';
import { turn } from './turn.ts';

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
  const first = sentences
    .filter((each) => each.section === 'family')
    .reduce((rest, each) => rest.slice(0, each.start) + ' '.repeat(each.end - each.start) + rest.slice(each.end), body);
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

function isSpokenOf(meaning: Meaning, reading: Reading): boolean {
  const category = meaning.kind === 'finding' ? meaning.id.slice(0, meaning.id.indexOf('-')) : '';
  const { about, aboutCalcium } = reading;
  if (NEEDS_LESION_CATEGORY.has(category)) {
    if (about.calcification.length > 0) return true;
    // `nodules of the buttocks` in a text that elsewhere calls them calcified.
    return (
      aboutCalcium &&
      about.lesion &&
      (category === 'site' ||
        meaning.id === 'morph-nodular' ||
        (category === 'morph' && about.dense) ||
        /^compartment-(skin|subcutaneous|muscle)$/.test(meaning.id))
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
