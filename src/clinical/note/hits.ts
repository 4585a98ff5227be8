import { type Dictionary, type Hit, longestAt } from './dictionary.ts';
import type { Token } from './tokens.ts';

/** Longest meanings from left to right; phrases do not run over commas unless the comma is theirs. */
export function hitsOf(text: string, tokens: readonly Token[], dictionary: Dictionary): Hit[] {
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
export function scannedRange(tokens: readonly Token[]): { from: number; to: number } | null {
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
