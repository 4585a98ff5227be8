import { BELIEF } from '../belief/index.ts';
import type { Extraction } from '../types.ts';
import { type CueSpan, governing } from './cues.ts';
import type { Reading } from './reading.ts';

export interface Turn {
  readonly state: Extraction['state'];
  readonly probability: number;
  readonly subject: Extraction['subject'];
  readonly cue: string | null;
}

/** How the cues around words [from, to) turn them. */
export function turn(range: { from: number; to: number }, negative: boolean, id: string, reading: Reading): Turn {
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
  // `not tender and does not move`: a phrase with its own `not` is not denied by another.
  const ownNot = sentence.tokens.slice(range.from, range.to).some((each) => /^(not|no|without|never|cannot|hardly)$/.test(each.raw));
  const negated = ownNot ? undefined : cueOf('negated');
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
