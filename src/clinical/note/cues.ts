import type { Token } from './tokens.ts';

/**
 * Cues that turn what stands near them, after the ConText idea (Harkema et al., J Biomed Inform 2009;42:839): a cue
 * reaches forward or backward until a word that begins another statement. Lists are our own.
 */
export type Cue = 'negated' | 'likely' | 'possible' | 'open' | 'unlikely' | 'family' | 'allergy';

interface Trigger {
  readonly words: readonly string[];
  readonly cue: Cue;
  readonly reach: 'after' | 'before';
}

const list = (cue: Cue, reach: Trigger['reach'], phrases: string): Trigger[] =>
  phrases.split('|').map((phrase) => ({ words: phrase.trim().split(' '), cue, reach }));

/** A bare word of result; farther off it speaks of something else. */
const ADJACENT = 'negative';

/** Lower-case words as written; longest first wins where they overlap. */
const TRIGGERS: readonly Trigger[] = [
  // Said so that nothing is denied.
  ...list(
    'open',
    'before',
    'cannot be excluded|can not be excluded|could not be excluded|not excluded|not ruled out|cannot be ruled out|could not be ruled out|to be excluded|to be ruled out|remains to be excluded|is a concern|was considered|is being considered|is unclear|is uncertain|is doubtful|is questionable|is not certain',
  ),
  ...list(
    'open',
    'after',
    'cannot exclude|can not exclude|could not exclude|cannot rule out|to rule out|rule out|to exclude|exclude|query|question of|questionable|whether|if|should|risk of|at risk of|at risk for|risk for|risks of|screen for|screening for|screened for|look for|looking for|assess for|evaluate for|test for|monitor for|watch for|warned about|concern for|versus|differential includes|differential diagnosis includes|considered for|prophylaxis against|to prevent|instead of|rather than|awaiting|pending|planned|will need|may need|not certain whether|unsure whether|unclear whether|advised to avoid|avoid',
  ),
  ...list(
    'likely',
    'after',
    'probable|probably|likely|suspected|suspicious for|suspicion of|suggestive of|suggest|suggests|suggesting|consistent with|compatible with|in keeping with|presumed|presumptive|highly suspicious for|thought to be|favored|favoured|appears to be|most likely',
  ),
  ...list(
    'likely',
    'before',
    'is likely|is probable|is suspected|was suspected|are suspected|were suspected|seems likely|is presumed|is favored|is favoured',
  ),
  ...list(
    'possible',
    'after',
    'possible|possibly|may be|may have|may represent|might be|might have|could be|could represent|perhaps|may reflect|equivocal',
  ),
  ...list('possible', 'before', 'is possible|are possible|is conceivable|cannot be confirmed|is equivocal'),
  ...list('unlikely', 'after', 'unlikely|unlikely to be|doubtful|improbable'),
  ...list('unlikely', 'before', 'is unlikely|are unlikely|seems unlikely|is improbable|was thought unlikely'),
  ...list(
    'negated',
    'after',
    'no|not|without|denies|denied|denying|deny|never|negative for|absence of|lack of|lacks|lacking|no evidence of|no evidence for|no sign of|no signs of|no history of|no past history of|free of|free from|neither|nor|none of|no longer|ruled out|excluded|excludes|rules out|not on|never had|has not had|have not had|does not have|do not have|did not have|cannot find|failed to show|fails to show|does not show|do not show|did not show|did not reveal|no new|no definite|no obvious|no convincing|declined|refused|unremarkable for|clear of|absent',
  ),
  ...list(
    'negated',
    'before',
    'is absent|are absent|was absent|were absent|absent|not seen|not present|not found|not identified|not detected|not demonstrated|not noted|not evident|not visible|not observed|not felt|not palpable|was excluded|were excluded|is excluded|has been excluded|have been excluded|was ruled out|were ruled out|has been ruled out|is ruled out|are ruled out|is not seen|is denied|are denied|was denied|were denied|are negative|is negative|was negative|were negative|has not developed|have not developed|did not develop|did not occur|not thickened',
  ),
  // `heliotrope rash negative`: only right behind what it denies.
  ...list('negated', 'before', ADJACENT),
  ...list('allergy', 'after', 'allergic to|allergy to|intolerant of|intolerance of|hypersensitivity to'),
];
/** `no` that denies nothing of what follows. */
const NOT_CUES: readonly (readonly string[])[] = [
  ['no', 'change'],
  ['no', 'increase'],
  ['no', 'doubt'],
  ['not', 'only'],
  ['not', 'just'],
  ['no', 'longer', 'tender'],
  ['without', 'difficulty'],
  ['without', 'success'],
  ['not', 'improved'],
  ['not', 'certain'],
  ['gram', 'negative'],
  ['no', 'better'],
  ['no', 'effect'],
  ['without', 'effect'],
  ['without', 'benefit'],
  ['without', 'improvement'],
  ['not', 'healed'],
  ['not', 'helped'],
  ['not', 'responded'],
  ['not', 'known'],
  ['no', 'relief'],
  ['not', 'yet'],
];
/** A word that begins another statement: what stood before does not reach beyond it. */
const STOPS = new Set([
  'but',
  'however',
  'although',
  'though',
  'except',
  'apart',
  'yet',
  'whereas',
  'while',
  'because',
  'which',
  'who',
  'whose',
  'then',
  'since',
  'after',
  'following',
  'despite',
  'besides',
  'until',
  'when',
  'where',
  'she',
  'he',
  'they',
  'we',
  'due',
  'caused',
  'otherwise',
  'nevertheless',
  'instead',
  'later',
  'only',
]);
/** Beginning another statement when `and` or a comma stands before. */
const STARTERS = new Set([
  'has',
  'had',
  'have',
  'is',
  'was',
  'are',
  'were',
  'takes',
  'took',
  'shows',
  'showed',
  'reports',
  'reported',
  'complains',
  'develops',
  'developed',
  'presents',
  'presented',
  'does',
  'did',
  'can',
  'may',
  'there',
  'it',
  'her',
  'his',
  'their',
  'patient',
  'this',
  'these',
  'the',
  'imaging',
  'radiographs',
  'radiograph',
  'ct',
  'mri',
  'examination',
  'serum',
  'blood',
  'with',
  'i',
  'on',
  'now',
  'receives',
  'received',
  'underwent',
  'using',
  'uses',
  'started',
  'gives',
  'looks',
  'feels',
  'some',
  'a',
  'an',
  'raised',
  'elevated',
  'normal',
  'positive',
]);

export interface CueSpan {
  readonly cue: Cue;
  readonly reach: 'after' | 'before';
  /** Words [from, to). */
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

const byFirst = new Map<string, Trigger[]>();
for (const trigger of TRIGGERS) byFirst.set(trigger.words[0], [...(byFirst.get(trigger.words[0]) ?? []), trigger]);

/** All cues of a sentence; a longer one hides those inside it. `?` before a word is a question about it. */
export function cuesOf(tokens: readonly Token[], text: string): CueSpan[] {
  const found: CueSpan[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (NOT_CUES.some((words) => words.every((word, step) => tokens[at + step]?.raw === word))) {
      at++;
      continue;
    }
    if (text[tokens[at].start - 1] === '?') found.push({ cue: 'open', reach: 'after', from: at, to: at, words: '?' });
    const fits = (byFirst.get(tokens[at].raw) ?? []).filter(({ words }) => words.every((word, step) => tokens[at + step]?.raw === word));
    const longest = Math.max(0, ...fits.map((each) => each.words.length));
    const best = fits.filter((each) => each.words.length === longest);
    for (const { cue, reach, words } of best) found.push({ cue, reach, from: at, to: at + words.length, words: words.join(' ') });
    if (longest > 0) at += longest - 1;
  }
  return found;
}

/** Farthest that a cue reaches, in words: long lists of what is denied are common, long detours are not. */
const REACH_AFTER = 24;
const REACH_BEFORE = 14;

/** The cues that govern words [from, to). */
export function governing(
  cues: readonly CueSpan[],
  tokens: readonly Token[],
  text: string,
  range: { from: number; to: number },
): CueSpan[] {
  return cues.filter((cue) => {
    if (cue.reach === 'after')
      return cue.to <= range.from && range.from - cue.to <= REACH_AFTER && !stopped(tokens, text, cue.to, range.from, cue);
    if (cue.words === ADJACENT && cue.from !== range.to) return false;
    return cue.from >= range.to && cue.from - range.to <= REACH_BEFORE && !stopped(tokens, text, range.to, cue.from, null);
  });
}

function stopped(tokens: readonly Token[], text: string, from: number, to: number, cue: CueSpan | null): boolean {
  for (let at = from; at < to; at++) {
    const { raw } = tokens[at];
    const before = at === 0 ? '' : text.slice(tokens[at - 1].end, tokens[at].start);
    const afterComma = /[,:(]/.test(before) || tokens[at - 1]?.raw === 'and';
    if ((at > from || cue === null) && STOPS.has(raw)) return true;
    // The cue's own next words may be anything: `no, she has`; from the second on, a new clause ends its reach.
    if (afterComma && at > from && (STARTERS.has(raw) || isVerbOfOwn(raw))) return true;
    if (cue && /[:]/.test(before) && at > from) return true;
    if (cue && at > from && /\)/.test(before) && text[tokens[cue.from].start - 1] === '(') return true;
  }
  // A stop may stand right before the meaning itself.
  const before = to === 0 ? '' : text.slice(tokens[to - 1].end, tokens[to]?.start ?? tokens[to - 1].end);
  return cue !== null && to > from && /[:;]/.test(before);
}

const isVerbOfOwn = (raw: string): boolean =>
  /^(denies|denied|complained|complaining|noted|found|seen|revealed|demonstrated|confirmed)$/.test(raw);

/** Relatives; what is said of them is not said of the patient. */
const RELATIVES =
  /^(mother|father|sister|sisters|brother|brothers|sibling|siblings|aunt|aunts|uncle|uncles|cousin|cousins|grandmother|grandfather|grandparents|son|sons|daughter|daughters|niece|nephew|twin|relative|relatives|parent|parents)$/;
/** A relative who tells, brings or sees is no bearer of the finding. */
const TELLS =
  /^(noticed|notices|noted|reports|reported|says|said|tells|told|brought|brings|recalls|recall|states|stated|saw|sees|thinks|thought|describes|described|gives|gave|worries|worried|accompanied|confirms|confirmed|massaged|aged)$/;

/** Words [from, to) of a sentence that speak of relatives. */
export function familyRanges(tokens: readonly Token[], text: string): { from: number; to: number; words: string }[] {
  const ranges: { from: number; to: number; words: string }[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const isHistory = tokens[at].raw === 'family' && tokens[at + 1]?.raw === 'history';
    if (!isHistory && !RELATIVES.test(tokens[at].raw)) continue;
    const next = tokens.slice(at + 1, at + 4);
    if (!isHistory && (next.some((each) => TELLS.test(each.raw)) || tokens[at - 2]?.raw === 'by' || tokens[at - 1]?.raw === 'by')) continue;
    let to = at + 1;
    while (to < tokens.length) {
      const { raw } = tokens[to];
      const before = text.slice(tokens[to - 1].end, tokens[to].start);
      if (/^(but|however|she|he|patient|whereas|although|herself|himself)$/.test(raw) && to > at + 1) break;
      if (/[,]/.test(before) && /^(his|her|the|there|normal|proximal|examination|on)$/.test(raw)) break;
      to++;
    }
    // `psoriasis in her mother`: what stands close before belongs to her too.
    const inRelative = /^(in|of)$/.test(tokens[at - 2]?.raw ?? '') && /^(his|her|the|their|a|one)$/.test(tokens[at - 1]?.raw ?? '');
    ranges.push({ from: inRelative ? Math.max(0, at - 6) : at, to, words: isHistory ? 'family history' : tokens[at].raw });
    at = to - 1;
  }
  return ranges;
}
