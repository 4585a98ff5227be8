import type { Anatomy } from '../../anatomy/index.ts';
import { TISSUES } from '../../anatomy/index.ts';
import type { Candidate } from '../candidates/index.ts';
import { candidateOf, piecesOf } from '../candidates/index.ts';
import { maskOf, patchAround, toGrid } from '../patch/index.ts';

const CAVITY: readonly number[] = [
  TISSUES.cavitySoftTissue,
  TISSUES.cavityFat,
  TISSUES.lung,
  TISSUES.airway,
  TISSUES.bowelGas,
  TISSUES.enhancedBlood,
  TISSUES.artery,
  TISSUES.vein,
  TISSUES.metal,
];
/** Both sides must hold this share, or nothing was joined. */
const LEAST_SHARE = 0.02;

/**
 * A large candidate taken apart where the body's wall ends: a chamber of the heart and the rib cartilage before it
 * shine alike and may touch. null when it lies on one side only.
 */
export function byZone(
  candidate: Candidate,
  source: { hu: Int16Array; anatomy: Anatomy },
): { readonly inside: readonly Candidate[]; readonly wall: readonly Candidate[] } | null {
  const { hu, anatomy } = source;
  const { grid, tissue } = anatomy;
  const inside: number[] = [];
  const wall: number[] = [];
  for (const offset of candidate.voxels) (CAVITY.includes(tissue[offset]) ? inside : wall).push(offset);
  if (Math.min(inside.length, wall.length) < LEAST_SHARE * candidate.voxels.length) return null;
  const patch = patchAround(grid, { low: candidate.low, high: candidate.high, marginMm: 0 });
  const pieces = (offsets: readonly number[]): Candidate[] =>
    piecesOf(maskOf(patch, Int32Array.from(offsets)), patch).map((piece) =>
      candidateOf(piece.map((at) => toGrid(patch, at)).sort(), { hu, size: grid.size, thresholdHu: candidate.thresholdHu }),
    );
  return { inside: pieces(inside), wall: pieces(wall) };
}
