import type { Finding } from '../../core/index.ts';
import type { PatternVerdict } from '../pattern/index.ts';
import type { LesionFacts } from '../types.ts';

/** A lesion is believed to lie in a compartment, or to have a form, from here on. */
const BELIEVED = 0.5;
/** A form or compartment that makes up this share of the group is one of the group's. */
const NOTED_SHARE = 0.12;
/** A site read from the skeleton and the axes. */
const SITE_PROBABILITY = 0.95;
/** Evidence is never certain: the strongest that an image measurement gives. */
const STRONGEST = 0.98;

/**
 * Imaging findings of one group as soft evidence. Only what was seen is listed: the field of view says nothing of the
 * rest of the body, and a compartment without calcium in this group may hold some of another.
 */
export function findingsOf(lesions: readonly LesionFacts[], verdict: PatternVerdict): Finding[] {
  const findings: Finding[] = [];
  const add = (finding: string, probability: number, because: readonly string[]): void => {
    const bounded = Math.min(STRONGEST, Math.max(1 - STRONGEST, probability));
    findings.push({ finding, state: bounded >= BELIEVED ? 'present' : 'uncertain', probability: bounded, from: 'image', because });
  };
  for (const each of shares(lesions, (lesion) => lesion.compartmentProbability)) {
    if (each.name !== 'other') add(`compartment-${each.name}`, each.probability, each.because);
  }
  for (const each of shares(lesions, (lesion) => lesion.morphologyProbability)) add(`morph-${each.name}`, each.probability, each.because);
  const bony = lesions.filter((lesion) => (lesion.mineralProbability.ossification ?? 0) >= BELIEVED);
  if (bony.length > 0)
    add(
      'morph-ossification',
      Math.max(...bony.map((lesion) => lesion.mineralProbability.ossification ?? 0)),
      bony.map((lesion) => lesion.id),
    );
  const ids = lesions.map((lesion) => lesion.id);
  add(`dist-${verdict.extent}`, verdict.extentProbability, ids);
  for (const pattern of ['circumscripta', 'universalis', 'tumoral'] as const) {
    const probability = verdict.probability[pattern] ?? 0;
    if (probability >= BELIEVED)
      add(
        `dist-${pattern}`,
        probability,
        verdict.rules.filter((rule) => rule.fired).map((rule) => rule.rule),
      );
  }
  add(lesions.length === 1 ? 'dist-solitary' : 'dist-multiple', 0.9, ids);
  const left = lesions.filter((lesion) => lesion.side === 'left').length;
  const right = lesions.filter((lesion) => lesion.side === 'right').length;
  if (left >= 2 && right >= 2 && Math.min(left, right) >= 0.3 * Math.max(left, right)) add('dist-bilateral-symmetric', 0.75, ids);
  const regions = [...new Set(lesions.map((lesion) => lesion.region))].filter((region) => region !== 'unknown').sort();
  for (const region of regions) {
    const there = lesions.filter((lesion) => lesion.region === region);
    add(
      `site-${region}`,
      SITE_PROBABILITY,
      there.map((lesion) => lesion.id),
    );
  }
  return findings;
}

/** Names held by enough of the group, with the best lesion's probability, weighted down when only a small share holds it. */
function shares(
  lesions: readonly LesionFacts[],
  read: (lesion: LesionFacts) => Readonly<Partial<Record<string, number>>>,
): { name: string; probability: number; because: string[] }[] {
  const volume = lesions.reduce((sum, lesion) => sum + lesion.volumeMm3, 0) || 1;
  const names = [...new Set(lesions.flatMap((lesion) => Object.keys(read(lesion))))].sort();
  const out: { name: string; probability: number; because: string[] }[] = [];
  for (const name of names) {
    let share = 0;
    let best = 0;
    const because: string[] = [];
    for (const lesion of lesions) {
      const probability = read(lesion)[name] ?? 0;
      // Half by count and half by volume: neither one big lesion nor many specks alone decide.
      share += probability * (0.5 / lesions.length + (0.5 * lesion.volumeMm3) / volume);
      best = Math.max(best, probability);
      if (probability >= BELIEVED) because.push(lesion.id);
    }
    const probability = best * Math.min(1, share / NOTED_SHARE);
    if (probability >= BELIEVED) out.push({ name, probability, because });
  }
  return out;
}
