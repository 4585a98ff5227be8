import { ancestors } from '../../knowledge/index.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import type { Extraction } from '../types.ts';

/** The cue of what is concluded from the places named and not said in so many words. */
export const CONCLUDED = 'concluded from the places and lesions named';

/** How far a conclusion is believed; estimates of our own, checked against the coded published cases. */
const LOCALIZED = 0.75;
const REGIONAL = 0.7;
const WIDESPREAD = 0.75;
const BILATERAL = 0.7;
const UNILATERAL = 0.65;
const MULTIPLE = 0.75;
const SOLITARY = 0.7;
/** Places from which the calcification counts as widespread. */
const MANY_PLACES = 5;

const PLURAL =
  /\b(nodules|lumps|papules|calcifications|deposits|masses|plaques|swellings|opacities|densities|lesions|bumps|phleboliths|foci|tumou?rs)\b/i;
const SINGULAR =
  /\b(?:a|an|one|the|this|single|solitary)\s+(?:[a-z0-9,-]+\s+){0,4}?(nodule|lump|papule|deposit|mass|plaque|swelling|opacity|density|lesion|bump|growth|tumou?r)\b/i;

/**
 * Extent from what a text names: one place is localized, several are regional, many widespread; sides and number
 * likewise. Soft, marked as concluded, and silent where the text says the extent itself.
 */
export function extentOf(extractions: readonly Extraction[], text: string, aboutCalcium: boolean, knowledge: Knowledge): Extraction[] {
  if (!aboutCalcium) return [];
  const said = new Set(extractions.filter((each) => each.subject === 'patient').map((each) => each.id));
  const sites = extractions.filter((each) => each.id?.startsWith('site-') && each.state === 'present' && each.subject === 'patient');
  const found: Extraction[] = [];
  const conclude = (id: string, probability: number, from: Pick<Extraction, 'span' | 'words'>): void => {
    const term = knowledge.terms.get(id);
    if (!term || said.has(id)) return;
    found.push({
      kind: 'finding',
      id,
      label: term.label,
      state: 'uncertain',
      probability,
      subject: 'patient',
      side: null,
      span: from.span,
      words: from.words,
      cue: CONCLUDED,
    });
  };
  const places = distinctPlaces(sites, knowledge);
  if (places > 0 && !['dist-localized', 'dist-regional', 'dist-widespread'].some((id) => said.has(id))) {
    const [id, probability] =
      places === 1
        ? (['dist-localized', LOCALIZED] as const)
        : places < MANY_PLACES
          ? (['dist-regional', REGIONAL] as const)
          : (['dist-widespread', WIDESPREAD] as const);
    conclude(id, probability, sites[0]);
  }
  const sides = new Set(sites.map((each) => each.side));
  const both =
    sites.find((each) => each.side === 'both') ??
    (sides.has('left') && sides.has('right') ? sites.find((each) => each.side === 'right') : undefined);
  if (both && !said.has('dist-unilateral')) conclude('dist-bilateral-symmetric', BILATERAL, both);
  else if (places > 1 && sides.has('left') !== sides.has('right') && !said.has('dist-bilateral-symmetric'))
    conclude('dist-unilateral', UNILATERAL, sites.find((each) => each.side !== null)!);
  if (!said.has('dist-multiple') && !said.has('dist-solitary')) number(text, places, conclude);
  return found;
}

function number(
  text: string,
  places: number,
  conclude: (id: string, probability: number, from: Pick<Extraction, 'span' | 'words'>) => void,
): void {
  const plural = PLURAL.exec(text);
  const singular = SINGULAR.exec(text);
  const hit = plural ?? singular;
  if (!hit) return;
  const from = { span: [hit.index, hit.index + hit[0].length] as const, words: hit[0] };
  if (plural || places > 1) conclude('dist-multiple', MULTIPLE, from);
  else conclude('dist-solitary', SOLITARY, from);
}

/** Places that do not lie within each other; the side is no place of its own. */
function distinctPlaces(sites: readonly Extraction[], knowledge: Knowledge): number {
  const ids = [...new Set(sites.map((each) => each.id!.replace(/-(left|right)$/, '')))];
  return ids.filter((id) => !ids.some((other) => other !== id && ancestors(knowledge, other).includes(id))).length;
}
