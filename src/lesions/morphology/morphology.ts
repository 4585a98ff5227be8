import type { Compartment, Distribution, Morphology, Vector3 } from '../../core/index.ts';
import type { LevelMeasures } from './level.ts';
import type { PocketMeasures } from './pocket.ts';
import type { ShapeMeasures } from './shape.ts';
import { falls, normalise, rises } from './soft.ts';

/** A punctate deposit is under 3 mm across. */
const PUNCTATE_MM = 3;
/** Walls up to this thick make a shell (eggshell nodes: at most 2 mm, algorithm 1h). */
const SHELL_MM = 2.6;
/** HU of fluid above settled calcium. */
const FLUID_HU = { low: -20, high: 90 };
/** Length over width of a rod; a flat piece must be longer to be a strip and not a plate. */
const ROD = { elongation: 1.75, ofFlat: 0.55, inMuscle: -0.15 } as const;
/** A plate whose thickness is this many of its walls is flat and not bent; midpoints then leave a flat plate only through gaps. */
const NET = { thicknessPerWall: 2.9, convexity: 0.88 } as const;
/** Width over thickness of a plate. Balls and grapes on the bench stay below 1.4. */
const PLATE = 1.8;
/** Departure from an ellipsoid: grapes of balls have 0.07 to 0.13, ellipsoids 0.02 and what the sampling adds at few voxels across. */
const LOBED = { from: 0.05, perVoxelShare: 0.12, perNoiseShare: 0.8, onBone: 0.02 } as const;
/** Even balls have a deficit of -0.08 to 0.02, stones with a lucent middle 0.04 to 0.10 down to three voxels across; noise moves both. */
const LUCENT = { from: 0.025, perNoiseShare: 0.4, inVein: 0.01, width: 0.006, widthPerNoiseShare: 0.1 } as const;
/** A compartment that leads with this probability is taken for the one it lies in. */
const LEADS = 0.42;
/** Fascia and vessel wall: a deposit that fills no more than their thickness spreads along them. */
const LAYER_MM = 3.6;
/** Deposits of the skin are as flat as the skin; from here on one is a sheet all the same. */
const SKIN_SHEET_MM = 20;

export interface MorphologyContext {
  readonly level: LevelMeasures | null;
  readonly pockets: PocketMeasures | null;
  readonly spacingMm: Vector3;
  readonly compartment: Distribution<Compartment>;
  /** Noise over the lesion's contrast. */
  readonly noiseShare: number;
  /** A lesion on bone is dimmed or brightened from one side; null = no bone near. */
  readonly distanceToBoneMm: number | null;
}

/**
 * How well each form's description fits the numbers. Each factor is a soft step with its turning point printed here;
 * the forms compete and the probabilities sum to 1. Where the voxels do not tell (a plate of one voxel, a stone of three) the
 * tissue that it lies in speaks, and the rest stays divided.
 */
export function nameMorphology(shape: ShapeMeasures, context: MorphologyContext): Distribution<Morphology> {
  const {
    equivalentDiameterMm: d,
    sureElongation,
    sureFlatness,
    convexity,
    hollow2d,
    hollow3d,
    coreToRim,
    lengthMm,
    widthMm,
    wallMm,
  } = shape;
  const { compartment, spacingMm, noiseShare } = context;
  const voxelMm = Math.cbrt(spacingMm[0] * spacingMm[1] * spacingMm[2]);
  const { artery = 0, fascia = 0, muscle = 0, skin = 0, vein = 0 } = compartment;
  const big = rises(d, PUNCTATE_MM, 0.12);
  // Fewer than some four voxels across tell nothing of an inside.
  const seenInside = rises(d / voxelMm, 5, 1);
  const hollow = seenInside * rises(Math.max(hollow2d, hollow3d), 0.12, 0.04);
  const plate = rises(sureFlatness, PLATE, 0.12);
  const long = rises(sureElongation, ROD.elongation + ROD.inMuscle * muscle + ROD.ofFlat * plate * (1 - muscle), 0.1);
  const inLayer = rises(Math.max(artery, fascia), LEADS, 0.05) * falls(shape.thicknessMm, LAYER_MM, 0.4);
  const inSkin = skin * falls(lengthMm, SKIN_SHEET_MM, 2);
  const thin = Math.max(plate, 0.9 * inLayer) * (1 - 0.97 * inSkin);
  const compact = (1 - long) * (1 - thin);
  const clear = context.distanceToBoneMm === null ? 1 : rises(context.distanceToBoneMm, 1.5, 0.4);
  const unsure = Math.hypot((LOBED.perVoxelShare * Math.max(...spacingMm)) / d, LOBED.perNoiseShare * noiseShare);
  const lobed = rises(shape.lobulation, LOBED.from + unsure + LOBED.onBone * (1 - clear), 0.006) * rises(d, 5.5, 0.4);
  const net =
    plate * rises(lengthMm, 15, 2) * falls(convexity, NET.convexity, 0.012) * falls(shape.thicknessMm / wallMm, NET.thicknessPerWall, 0.06);
  const wallShare = wallMm / (0.5 * Math.sqrt(widthMm * shape.thicknessMm));
  const tube = rises(sureElongation, 2, 0.2) * Math.max(falls(shape.axisShare, 0.14, 0.03), falls(wallShare, 0.5, 0.04));
  const level = levelScore(context.level, context.pockets);
  const broken = falls(convexity, 0.9, 0.03);
  const lucent =
    clear *
    rises(d / voxelMm, 2.6, 0.2) *
    rises(d, 3.6, 0.2) *
    falls(d, 12, 1) *
    compact *
    rises(
      shape.coreDeficit,
      LUCENT.from + LUCENT.perNoiseShare * noiseShare - (vein > 0.3 ? LUCENT.inVein : 0),
      LUCENT.width + LUCENT.widthPerNoiseShare * noiseShare,
    );
  const scores: Partial<Record<Morphology, number>> = {
    punctate: (1 - big) * (falls(sureElongation, 3, 0.5) + 0.02),
    nodular: big * compact * (1 - hollow) * (1 - lobed) * (1 - lucent) * (1 - level) + 0.02,
    linear: big * long * (1 - 0.8 * hollow * rises(hollow3d, 0.1, 0.03)) * rises(convexity, 0.55, 0.08),
    sheet: big * thin * (1 - long) * (1 - net) * (1 - 0.7 * hollow),
    lobulated:
      rises(d, 6, 0.5) * (1 - long) * (1 - plate) * Math.max(lobed, broken) * rises(convexity, 0.62, 0.06) * (1 - hollow) * (1 - level),
    reticular: net + rises(lengthMm, 12, 2) * falls(convexity, 0.5, 0.07) * falls(wallMm / d, 0.14, 0.02) * falls(shape.flatness, 4, 0.6),
    'cloud-like': rises(d, 8, 1.5) * rises(shape.edgeSoftness, 1.7, 0.15) * rises(shape.unevenness, 0.22, 0.04) * (1 - hollow),
    'fluid-level': level * rises(d, 4, 0.6),
    ring:
      hollow * falls(lengthMm, 9, 1) * falls(sureElongation, 2.2, 0.3) +
      0.5 * hollow * falls(hollow3d, 0.08, 0.03) * falls(sureElongation, 2.2, 0.3) +
      (1 - hollow) * (0.6 + 0.4 * vein) * lucent * big,
    eggshell:
      hollow * rises(hollow3d, 0.1, 0.03) * rises(lengthMm, 8.5, 0.8) * falls(wallMm, SHELL_MM, 0.3) * falls(sureElongation, 2.2, 0.3),
    zonal: seenInside * rises(d, 9, 1) * falls(coreToRim, 0.72, 0.05) * (1 - rises(hollow3d, 0.45, 0.08)) * rises(wallMm, 2, 0.4) * compact,
    'tram-track': tube * rises(lengthMm, 8, 1.5) * Math.max(1.5 * artery, hollow) * falls(shape.flatness, 3, 0.4),
    'ring-and-arc':
      0.6 * rises(d, 10, 1.5) * hollow * falls(convexity, 0.62, 0.05) * falls(hollow3d, 0.2, 0.05) * falls(sureElongation, 2.2, 0.3),
  };
  return normalise(scores);
}

/** One large flat face under fluid, or pockets of fluid that stand level on what has settled in them. */
function levelScore(level: LevelMeasures | null, pockets: PocketMeasures | null): number {
  return Math.max(openLevel(level), pocketLevel(pockets));
}

function pocketLevel(pockets: PocketMeasures | null): number {
  if (pockets === null) return 0;
  const fluid = rises(pockets.fluidHu, FLUID_HU.low, 8) * falls(pockets.fluidHu, FLUID_HU.high, 15);
  return fluid * rises(pockets.levelShare, 0.35, 0.06) * rises(pockets.pockets, 2.5, 0.4);
}

function openLevel(level: LevelMeasures | null): number {
  if (level === null) return 0;
  const fluid = rises(level.aboveHu, FLUID_HU.low, 8) * falls(level.aboveHu, FLUID_HU.high, 15);
  const flat = rises(level.flatShare, 0.72, 0.06);
  const roundBelow = rises(level.belowMm / Math.max(0.2, level.roughnessMm), 1.7, 0.25);
  return rises(level.columns, 30, 8) * fluid * flat * roundBelow;
}
