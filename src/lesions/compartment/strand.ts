import { type Ball, CELL, STEP_MM } from './ball.ts';

/** The tissue of one density that a lesion lies in, as far as the ball about it shows. */
export interface Strand {
  /** Share of the ball. */
  readonly share: number;
  /** Beyond the lesion and its halo, mm3. */
  readonly beyondMm3: number;
  /** Mean HU there; null when there is nothing. */
  readonly hu: number | null;
  /** Areas where it leaves the ball, mm2, largest first. */
  readonly endsMm2: readonly number[];
  /** Where it leaves on opposite sides: how far its axis passes from the lesion's middle, mm; null where it does not. */
  readonly axisMm: number | null;
}

/** Samples of the ball's outermost layer, mm. */
const SHELL_MM = 1.5;
/** Smaller ways out are noise. */
const LEAST_END_MM2 = 4;
/** Ends whose directions from the middle part by more than this are opposite. */
const OPPOSITE_COSINE = -0.6;

/** What is connected with the lesion, by faces, through soft tissue of at least `leastHu`. */
export function strandOf(ball: Ball, leastHu: number): Strand {
  const { side, cell, hu, radiusMm } = ball;
  const mine = new Uint8Array(cell.length);
  const found: number[] = [];
  let inBall = 0;
  for (let at = 0; at < cell.length; at++) {
    if (cell[at] !== CELL.outside) inBall++;
    if (cell[at] !== CELL.lesion) continue;
    mine[at] = 1;
    found.push(at);
  }
  const own = found.length;
  const steps = [1, -1, side, -side, side * side, -side * side];
  let sum = 0;
  for (let n = 0; n < found.length; n++) {
    if (n >= own) sum += hu[found[n]];
    for (const step of steps) {
      const next = found[n] + step;
      if (next < 0 || next >= cell.length || mine[next] !== 0 || cell[next] !== CELL.soft) continue;
      // Where the blur of bright things leaves nothing there is no HU to compare.
      if (!(hu[next] >= leastHu)) continue;
      mine[next] = 1;
      found.push(next);
    }
  }
  const beyond = found.length - own;
  const ends = endsOf(found, { side, shell: (radiusMm - SHELL_MM) / STEP_MM });
  return {
    share: found.length / Math.max(1, inBall),
    beyondMm3: beyond * STEP_MM ** 3,
    hu: beyond > 0 ? sum / beyond : null,
    endsMm2: ends.map((end) => end.areaMm2),
    axisMm: axisOf(ends),
  };
}

interface End {
  readonly areaMm2: number;
  /** Its middle from the ball's, mm. */
  readonly towards: readonly [number, number, number];
}

/** Pieces (26-connected) of the found samples in the ball's outermost layer. */
function endsOf(found: readonly number[], { side, shell }: { side: number; shell: number }): End[] {
  const half = (side - 1) / 2;
  const left = new Uint8Array(side ** 3);
  const seeds: number[] = [];
  for (const at of found) {
    const [x, y, z] = [(at % side) - half, (Math.floor(at / side) % side) - half, Math.floor(at / (side * side)) - half];
    if (x * x + y * y + z * z <= shell * shell) continue;
    left[at] = 1;
    seeds.push(at);
  }
  const ends: End[] = [];
  for (const seed of seeds) {
    if (left[seed] === 0) continue;
    const piece = pieceFrom(seed, left, side);
    const sum = [0, 0, 0];
    for (const at of piece) {
      sum[0] += (at % side) - half;
      sum[1] += (Math.floor(at / side) % side) - half;
      sum[2] += Math.floor(at / (side * side)) - half;
    }
    const areaMm2 = (piece.length * STEP_MM ** 3) / SHELL_MM;
    const middle = sum.map((each) => (each * STEP_MM) / piece.length) as [number, number, number];
    if (areaMm2 >= LEAST_END_MM2) ends.push({ areaMm2, towards: middle });
  }
  return ends.sort((a, b) => b.areaMm2 - a.areaMm2);
}

/** Takes the piece of a seed out of the mask. The ball's border keeps neighbours from the cube's other side. */
function pieceFrom(seed: number, left: Uint8Array, side: number): number[] {
  const piece = [seed];
  left[seed] = 0;
  for (let n = 0; n < piece.length; n++)
    for (let c = -side * side; c <= side * side; c += side * side)
      for (let b = -side; b <= side; b += side)
        for (let next = piece[n] + b + c - 1; next <= piece[n] + b + c + 1; next++)
          if (left[next] === 1) {
            left[next] = 0;
            piece.push(next);
          }
  return piece;
}

/** Distance of the middle from the line through the middles of the two most opposite ends; null when none are opposite. */
function axisOf(ends: readonly End[]): number | null {
  let best: { cosine: number; mm: number } | null = null;
  for (const [n, one] of ends.entries())
    for (const other of ends.slice(n + 1)) {
      const angle = cosine(one.towards, other.towards);
      if (angle >= Math.min(OPPOSITE_COSINE, best?.cosine ?? 0)) continue;
      const along = one.towards.map((each, axis) => other.towards[axis] - each);
      const length = Math.max(1e-9, Math.hypot(...along));
      const cross = [
        one.towards[1] * along[2] - one.towards[2] * along[1],
        one.towards[2] * along[0] - one.towards[0] * along[2],
        one.towards[0] * along[1] - one.towards[1] * along[0],
      ];
      best = { cosine: angle, mm: Math.hypot(...cross) / length };
    }
  return best?.mm ?? null;
}

const cosine = (a: readonly number[], b: readonly number[]): number =>
  (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / Math.max(1e-9, Math.hypot(a[0], a[1], a[2]) * Math.hypot(b[0], b[1], b[2]));

/** Median HU (to 1 HU) of the soft tissue of the ball that is no fat; null when there is too little. */
export function leanMedian(ball: Ball, leastHu: number): number | null {
  const counts = new Uint32Array(LEAN_HU);
  let total = 0;
  for (let at = 0; at < ball.cell.length; at++) {
    if (ball.cell[at] !== CELL.soft || !(ball.hu[at] >= leastHu)) continue;
    counts[Math.min(LEAN_HU - 1, Math.floor(ball.hu[at] - leastHu))]++;
    total++;
  }
  if (total < LEAST_LEAN) return null;
  let bin = 0;
  for (let sum = counts[0]; sum <= total / 2; sum += counts[++bin]);
  return leastHu + bin + 0.5;
}
const LEAST_LEAN = 30;
/** Enhanced organs lie at the top of this. */
const LEAN_HU = 600;
