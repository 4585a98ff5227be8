import type { AnalysisGroup, AnalysisLesion } from '../analysis/index.ts';

const PREFIX = /^(site|compartment|morph|dist|img|hx|ex|lab|drug|proc|fam|demo)-/;

const PLACES_SAID = 2;

/** The label that the result carries, or the id made readable. */
export const labelOf = (labels: Readonly<Record<string, string>>, id: string): string =>
  labels[id] ?? id.replace(PREFIX, '').replaceAll('-', ' ');

/** A finding with its state: `no fever`, `ring (70 %)`; a state that is not known adds nothing. */
export function findingWords(labels: Readonly<Record<string, string>>, group: Pick<AnalysisGroup, 'findings'>, id: string): string {
  const label = labelOf(labels, id);
  const found = group.findings.find((each) => each.finding === id);
  if (found?.state === 'absent') return `not: ${label}`;
  if (found?.state === 'uncertain') return `${label} (uncertain, ${Math.round(found.probability * 100)} %)`;
  return label;
}

/** `left thigh`, `pelvis, midline`, `site not known`. */
export function placeWords(lesion: Pick<AnalysisLesion, 'region' | 'side'>): string {
  const region = lesion.region === 'unknown' ? 'site not known' : lesion.region.replaceAll('-', ' ');
  if (lesion.side === 'left' || lesion.side === 'right') return `${lesion.side} ${region}`;
  return lesion.side === 'midline' ? `${region}, midline` : region;
}

export const plainWords = (id: string): string => id.replaceAll('-', ' ');

/** A DICOM person name (PS3.5 6.2: components by ^, groups by =) as it is read: `Doe, Jane`, `Yamada, Tarou (山田 太郎)`. */
export function personWords(name: string): string {
  const [alphabetic = '', ideographic = ''] = name.split('=');
  const [family, ...given] = alphabetic.split('^');
  const rest = given.filter(Boolean).join(' ');
  const first = rest ? `${family}, ${rest}` : family;
  const second = ideographic.split('^').filter(Boolean).join(' ');
  if (!second) return first;
  return first ? `${first} (${second})` : second;
}

/** `buttock, both sides; left pelvis`: a region named once, at most two of them. */
export function placesWords(lesions: readonly Pick<AnalysisLesion, 'region' | 'side'>[]): string {
  const sides = new Map<AnalysisLesion['region'], Set<AnalysisLesion['side']>>();
  for (const each of lesions) sides.set(each.region, (sides.get(each.region) ?? new Set()).add(each.side));
  const places = [...sides].map(([region, of]) => {
    const [side] = of;
    if (of.size === 1) return placeWords({ region, side });
    return `${placeWords({ region, side: 'unknown' })}, ${of.has('left') && of.has('right') ? 'both sides' : [...of].sort().join(' and ')}`;
  });
  return places.length > PLACES_SAID
    ? `${places.slice(0, PLACES_SAID).join('; ')} and ${places.length - PLACES_SAID} more`
    : places.join('; ');
}

/** `20240601` as `2024-06-01`; anything else as it stands. */
export const dateWords = (date: string): string => date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
