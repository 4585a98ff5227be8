import { type BallInput, ballAbout } from './ball.ts';
import { leanMedian, type Strand, strandOf } from './strand.ts';
import { MOST_OFFSET, type Tube } from './tube.ts';

/** What a lesion lies in, whatever way it runs: a strand denser than muscle, or a strand or lump of soft tissue that fat encloses. */
export interface Course {
  readonly dense: Strand;
  readonly lean: Strand;
  /** Dense strand's HU over that of the soft tissue about it. */
  readonly denseOverHu: number | null;
}

/** Tendon is 80 to 120 HU, muscle 45 to 65 (without contrast): half way. */
const DENSE_OVER_HU = 15;
/** Local tissue may be this much fainter than the scan's muscle: fat between fibres. */
const FAINTER_HU = 10;
const BRIGHTER_HU = 25;
/** Over half way between fat and muscle, what partial volume makes of fat's border. */
const CLEARLY_LEAN_HU = 20;

export function courseOf(input: BallInput & { fatHu: number; muscleHu: number }): Course | null {
  const ball = ballAbout(input);
  if (ball === null) return null;
  const leanHu = (input.fatHu + input.muscleHu) / 2;
  const median = leanMedian(ball, leanHu + CLEARLY_LEAN_HU) ?? input.muscleHu;
  const dense = strandOf(ball, Math.min(median, input.muscleHu + BRIGHTER_HU) + DENSE_OVER_HU);
  return {
    dense,
    lean: strandOf(ball, leanHu),
    denseOverHu: dense.hu === null ? null : dense.hu - Math.max(median, input.muscleHu - FAINTER_HU),
  };
}

/** A tendon is clearly denser, fills little of the ball, and leaves it in few small places. */
const TENDON = { overHu: 22, softnessHu: 1.5, mostShare: 0.25, endsMm2: [5, 170] } as const;

/** 0..1: how much the dense strand looks like a tendon. */
export function tendonLikeness({ dense, denseOverHu }: Course): number {
  const ends = dense.endsMm2.reduce((sum, each) => sum + each, 0);
  if (denseOverHu === null || dense.share > TENDON.mostShare || ends < TENDON.endsMm2[0] || ends > TENDON.endsMm2[1]) return 0;
  return 1 / (1 + Math.exp(-(denseOverHu - TENDON.overHu) / TENDON.softnessHu));
}

/** A node has tissue of its own about the calcification, and runs on to one side at most, where its vessels leave. */
const NODE = { leastMm3: 120, mostShare: 0.42, mostEndMm2: 165 };

/** Does fat enclose the soft tissue about it on all sides but one, as it does a lymph node? */
export function isEnclosedLump({ lean }: Course): boolean {
  const ends = lean.endsMm2;
  return lean.beyondMm3 >= NODE.leastMm3 && lean.share <= NODE.mostShare && ends.length <= 1 && (ends[0] ?? 0) <= NODE.mostEndMm2;
}

/** Vessels of limbs and the belly in fat: two ends of a centimetre and less. */
const CORD = { mostEndsMm2: 160, mostShare: 0.3 };

/** The strand as a cord that passes by the lesion on both sides; null when it is none. */
export function cordOf({ lean }: Course): Tube | null {
  const ends = lean.endsMm2;
  const area = ends.reduce((sum, each) => sum + each, 0);
  if (lean.axisMm === null || lean.hu === null || area > CORD.mostEndsMm2 || lean.share > CORD.mostShare) return null;
  const diameterMm = 2 * Math.sqrt(area / ends.length / Math.PI);
  const offset = lean.axisMm / (diameterMm / 2);
  return offset > MOST_OFFSET ? null : { ends: 2, diameterMm, hu: lean.hu, offset };
}
