import type { Compartment, Region } from '../../core/index.ts';
import { likeliest } from '../../core/index.ts';
import { findingsOf } from '../evidence/index.ts';
import { namePattern } from '../pattern/index.ts';
import type { LesionFacts, LesionGroup } from '../types.ts';

/** What a lesion's process is looked for among. */
type Kind = 'artery' | 'vein' | 'organ' | 'node' | 'joint' | 'superficial' | 'deep' | 'other';

const KIND: Readonly<Record<Compartment, Kind>> = {
  skin: 'superficial',
  subcutaneous: 'superficial',
  fascia: 'deep',
  muscle: 'deep',
  tendon: 'joint',
  articular: 'joint',
  periarticular: 'joint',
  artery: 'artery',
  vein: 'vein',
  'lymph-node': 'node',
  viscera: 'organ',
  cartilage: 'joint',
  other: 'other',
};

/** Superficial and deep deposits this near each other are one process (a plaque that reaches the fascia). */
const ACROSS_MM = 60;
/** Deposits about a joint belong to the process of the soft tissue about them when that lies this near. */
const JOINT_ACROSS_MM = 30;
/** A joint's deposit of this length stands for itself. */
const MASS_MM = 20;

/** Lesions sorted into processes; groups in order of volume, physiological ones last. */
export function groupLesions(lesions: readonly LesionFacts[]): LesionGroup[] {
  const parent = lesions.map((_, n) => n);
  const root = (n: number): number => {
    let at = n;
    while (parent[at] !== at) at = parent[at];
    return at;
  };
  const join = (a: number, b: number): void => {
    const [x, y] = [root(a), root(b)];
    if (x !== y) parent[Math.max(x, y)] = Math.min(x, y);
  };
  for (let a = 0; a < lesions.length; a++) for (let b = a + 1; b < lesions.length; b++) if (oneProcess(lesions[a], lesions[b])) join(a, b);
  const byRoot = new Map<number, LesionFacts[]>();
  lesions.forEach((lesion, n) => {
    const key = root(n);
    const members = byRoot.get(key);
    if (members) members.push(lesion);
    else byRoot.set(key, [lesion]);
  });
  const parts = [...byRoot.values()].map((members) => ({ members, expected: members.every((each) => each.expected !== null) }));
  parts.sort(
    (a, b) =>
      Number(a.expected) - Number(b.expected) || volumeOf(b.members) - volumeOf(a.members) || a.members[0].number - b.members[0].number,
  );
  return parts.map(({ members, expected }, n) => {
    const verdict = namePattern(members);
    return {
      id: `G${n + 1}`,
      label: labelOf(members),
      lesionIds: members.map((lesion) => lesion.id),
      volumeMm3: volumeOf(members),
      pattern: likeliest(verdict.probability),
      patternProbability: verdict.probability,
      patternRules: verdict.rules,
      extent: verdict.extent,
      expected,
      findings: findingsOf(members, verdict),
    };
  });
}

const volumeOf = (members: readonly LesionFacts[]): number => members.reduce((sum, lesion) => sum + lesion.volumeMm3, 0);

function oneProcess(a: LesionFacts, b: LesionFacts): boolean {
  if (a.expected !== null || b.expected !== null) return a.expected === b.expected;
  const [kindA, kindB] = [KIND[a.compartment], KIND[b.compartment]];
  const mm = gapMm(a, b);
  if (kindA === kindB) {
    // Organs, and masses about joints, are separate processes unless they are neighbours.
    if (kindA === 'organ') return a.region === b.region && mm <= ACROSS_MM;
    return true;
  }
  const kinds = new Set([kindA, kindB]);
  if (kinds.has('superficial') && kinds.has('deep')) return mm <= ACROSS_MM;
  if (kinds.has('joint') && (kinds.has('superficial') || kinds.has('deep'))) {
    const joint = kindA === 'joint' ? a : b;
    return joint.longestDiameterMm < MASS_MM && mm <= JOINT_ACROSS_MM;
  }
  return false;
}

/** Distance between the two bounding boxes. */
function gapMm(a: LesionFacts, b: LesionFacts): number {
  let sum = 0;
  for (let axis = 0; axis < 3; axis++) {
    const gap = Math.max(0, a.boundingBoxMm[0][axis] - b.boundingBoxMm[1][axis], b.boundingBoxMm[0][axis] - a.boundingBoxMm[1][axis]);
    sum += gap * gap;
  }
  return Math.sqrt(sum);
}

const PLACES = 3;

/** `subcutaneous nodules, buttock both sides and thigh left` */
function labelOf(members: readonly LesionFacts[]): string {
  const expected = members.every((each) => each.expected !== null) ? members[0].expected : null;
  const what = expected?.replaceAll('-', ' ') ?? `${compartmentWords(members)} ${formWord(members)}`;
  const regions = new Map<Region, Set<string>>();
  for (const lesion of members) {
    const sides = regions.get(lesion.region) ?? new Set<string>();
    sides.add(lesion.side);
    regions.set(lesion.region, sides);
  }
  const places = [...regions].map(([region, sides]) => `${region.replaceAll('-', ' ')}${sideWords(sides)}`);
  const shown = places.slice(0, PLACES).join(', ');
  return `${what}, ${shown}${places.length > PLACES ? ` and ${places.length - PLACES} more` : ''}`;
}

function compartmentWords(members: readonly LesionFacts[]): string {
  const volume = new Map<Compartment, number>();
  for (const lesion of members) volume.set(lesion.compartment, (volume.get(lesion.compartment) ?? 0) + 1);
  const sorted = [...volume].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name.replaceAll('-', ' '));
  return sorted.length === 1 ? sorted[0] : `${sorted[0]} and ${sorted[1]}`;
}

function formWord(members: readonly LesionFacts[]): string {
  const forms = new Set(members.map((lesion) => lesion.morphology));
  const plural = members.length > 1;
  if (forms.size === 1) {
    const form = members[0].morphology;
    if (form === 'nodular') return plural ? 'nodules' : 'nodule';
    if (form === 'sheet') return plural ? 'sheets' : 'sheet';
    return `${form.replaceAll('-', ' ')} calcification${plural ? 's' : ''}`;
  }
  return 'calcifications';
}

function sideWords(sides: ReadonlySet<string>): string {
  if (sides.has('left') && sides.has('right')) return ' both sides';
  if (sides.has('left')) return ' left';
  if (sides.has('right')) return ' right';
  return '';
}
