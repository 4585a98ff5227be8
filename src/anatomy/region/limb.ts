import { bestChain, near } from './chain.ts';
import type { SlicePiece, SliceProfile } from './slices.ts';

/** Levels of an arm and of a leg, from the trunk outward. */
export type LimbLevel = 'upper-arm' | 'elbow' | 'forearm' | 'wrist' | 'hand' | 'finger' | 'thigh' | 'knee' | 'lower-leg' | 'ankle' | 'foot';

const ARM: readonly LimbLevel[] = ['upper-arm', 'elbow', 'forearm', 'wrist', 'hand', 'finger'];
const LEG: readonly LimbLevel[] = ['thigh', 'knee', 'lower-leg', 'ankle', 'foot'];

/** What a cross-section of a limb shows; radii are those of circles of the same area, mm. */
interface Section {
  readonly radius: number;
  readonly pieces: number;
  readonly bones: number;
  readonly largest: number;
  readonly second: number;
  readonly boneShare: number;
}

const BONE_LEAST_MM2 = 30;

function sectionOf(slice: SliceProfile): Section {
  const bones = slice.pieces.flatMap((piece) => piece.bonesMm2).filter((area) => area >= BONE_LEAST_MM2);
  bones.sort((a, b) => b - a);
  const radius = (area: number | undefined): number => Math.sqrt((area ?? 0) / Math.PI);
  return {
    radius: radius(slice.bodyMm2),
    pieces: slice.pieces.length,
    bones: bones.length,
    largest: radius(bones[0]),
    second: radius(bones[1]),
    boneShare: slice.boneMm2 / Math.max(1, slice.bodyMm2),
  };
}

/** Typical adult sections (radius of the limb, of its largest bone and of the next); scored, not required. */
function scoreLevel(level: LimbLevel, s: Section): number {
  const bones = (wanted: number): number => -Math.min(2, Math.abs(s.bones - wanted));
  switch (level) {
    case 'upper-arm':
      return near(s.radius, 50, 14) + bones(1) + near(s.largest, 12, 4) + near(s.boneShare, 0.06, 0.05);
    case 'elbow':
      return near(s.radius, 40, 10) + near(s.largest, 21, 5) + near(s.boneShare, 0.24, 0.09);
    case 'forearm':
      return near(s.radius, 33, 9) + bones(2) + near(s.largest, 9, 3) + near(s.second, 8, 3) + near(s.boneShare, 0.13, 0.07);
    case 'wrist':
      return near(s.radius, 26, 7) + (s.bones >= 2 ? 0 : -1) + near(s.boneShare, 0.35, 0.14) + (s.pieces > 2 ? -2 : 0);
    case 'hand':
      return near(s.radius, 30, 8) + (s.bones >= 4 ? 0.5 : -1.5) + near(s.boneShare, 0.2, 0.1) + (s.pieces > 2 ? -1 : 0);
    case 'finger':
      return near(s.radius, 17, 7) + (s.pieces >= 3 ? 1.5 : s.radius < 12 ? 0.5 : -2.5) + near(s.boneShare, 0.25, 0.15);
    case 'thigh':
      return near(s.radius, 82, 18) + bones(1) + near(s.largest, 15, 4) + near(s.boneShare, 0.05, 0.04);
    case 'knee':
      return near(s.radius, 62, 12) + near(s.largest, 34, 8) + near(s.boneShare, 0.32, 0.12);
    case 'lower-leg':
      return near(s.radius, 52, 12) + bones(2) + near(s.largest, 15, 5) + near(s.second, 7, 3) + near(s.boneShare, 0.11, 0.06);
    case 'ankle':
      return near(s.radius, 39, 8) + near(s.largest, 20, 6) + near(s.boneShare, 0.33, 0.12);
    case 'foot':
      return near(s.radius, 46, 14) + (s.bones >= 3 ? 0.5 : -0.5) + near(s.boneShare, 0.3, 0.14);
  }
}

/** Words of BodyPartExamined (DICOM PS3.16 CID 4031 and common usage) that speak for a limb. */
const NAMED: readonly (readonly [RegExp, 'arm' | 'leg'])[] = [
  [/ARM|ELBOW|WRIST|HAND|FINGER|HUMERUS|RADIUS|ULNA|UPPEREXTREMITY|UP_EXM/i, 'arm'],
  [/LEG|KNEE|FOOT|ANKLE|FEMUR|THIGH|TIBIA|CALF|TOE|LOWEREXTREMITY|EXTREMITY/i, 'leg'],
];
const NAMED_BONUS = 0.6;

/**
 * Levels of a limb scanned alone, slice by slice (bottom first). Arms lie either way up, legs with the foot below;
 * the reading that fits best wins.
 */
export function limbLevels(slices: readonly SliceProfile[], options: { sliceMm: number; bodyPart: string | null }): LimbLevel[] {
  const sections = slices.map(sectionOf);
  const upward = slices.map((_, k) => k);
  const downward = [...upward].reverse();
  const named = NAMED.find(([word]) => options.bodyPart !== null && word.test(options.bodyPart))?.[1] ?? null;
  const read = (levels: readonly LimbLevel[], order: readonly number[], kind: 'arm' | 'leg'): { levels: LimbLevel[]; score: number } => {
    const bonus = named === kind ? NAMED_BONUS : 0;
    const found = bestChain(
      { levels, score: (k) => levels.map((level) => (slices[k].pieces.length === 0 ? 0 : scoreLevel(level, sections[k]) + bonus)) },
      { order, sliceMm: options.sliceMm },
    );
    return { score: found.score, levels: order === upward ? found.levels : [...found.levels].reverse() };
  };
  const readings = [read(ARM, downward, 'arm'), read(ARM, upward, 'arm'), read(LEG, downward, 'leg')];
  return widenJoints(readings.reduce((best, each) => (each.score > best.score ? each : best)).levels, options.sliceMm);
}

/** What is called elbow or knee reaches this far to either side of the joint, mm; the bones themselves narrow sooner. */
const JOINT_HALF_MM: Readonly<Partial<Record<LimbLevel, number>>> = { elbow: 42, knee: 50, wrist: 24, ankle: 30 };

function widenJoints(levels: readonly LimbLevel[], sliceMm: number): LimbLevel[] {
  const wide = [...levels];
  for (const [joint, half] of Object.entries(JOINT_HALF_MM) as [LimbLevel, number][]) {
    const first = levels.indexOf(joint);
    if (first < 0) continue;
    const last = levels.lastIndexOf(joint);
    const middle = (first + last) / 2;
    // A joint at the edge of the scan is seen in part: its middle is not known.
    if (first === 0 || last === levels.length - 1) continue;
    for (let k = 0; k < wide.length; k++) if (Math.abs(k - middle) * sliceMm <= half) wide[k] = joint;
  }
  return wide;
}

/** Level of an arm that lies beside the trunk, from its own cross-section alone. */
export function armLevel(piece: SlicePiece): 'upper-arm' | 'elbow' | 'forearm' | 'hand' {
  const bones = piece.bonesMm2.filter((area) => area >= BONE_LEAST_MM2);
  if (bones.length >= 4) return 'hand';
  if (bones.length >= 2 && bones[0] < 2.5 * bones[1]) return 'forearm';
  return bones.length > 0 && Math.sqrt(bones[0] / Math.PI) > 16 ? 'elbow' : 'upper-arm';
}
