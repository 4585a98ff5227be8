import type { Compartment, Distribution, Region, Side, Vector3 } from '../../core/index.ts';
import type { ShapeMeasures } from '../morphology/index.ts';

export interface ExpectedInput {
  readonly region: Region;
  readonly side: Side;
  readonly compartment: Distribution<Compartment>;
  readonly shape: ShapeMeasures;
  readonly centroidMm: Vector3;
  /** Median HU of the soft tissue about it, and of muscle. */
  readonly aroundHu: number;
  readonly muscleHu: number;
  /** 0 = front of the body at this level, 1 = back; null when not known. */
  readonly frontToBack: number | null;
  /** Millimetres from the body's middle at this level; null when not known. */
  readonly offMidlineMm: number | null;
  readonly depthFromSkinMm: number | null;
  readonly distanceToAirwayMm: number | null;
  /** To the chest's or belly's cavity; null beyond reach. */
  readonly distanceToCavityMm: number | null;
  readonly subcutaneousShare: number;
  /** Does the scan show the chest? */
  readonly ribsInScan: boolean;
  readonly ageYears: number | null;
  readonly sex: 'male' | 'female' | 'other' | null;
}

/** Hyaline cartilage of the ribs measures about 90..130 HU, muscle 45..70 without contrast. */
const CARTILAGE_ABOVE_MUSCLE_HU = 18;
/** Rib cartilage lies in the front of the chest wall. */
const FRONT_SHARE = 0.5;
const ADULT_YEARS = 20;
/** Coronary and aortic calcium is usual from this age on (more than half of men, MESA: McClelland et al., Circulation 2006;113:30). */
const ARTERY_YEARS = 50;
const PHLEBOLITH_MM = 9;
/** Round and small; at the pelvic wall, far under the surface, its muscle hides the vein. */
const PHLEBOLITH_VEIN = { open: 0.3, wall: 0.15, wallDepthMm: 70 };
const PLEXUS_DEPTH_MM = 45;
const AIRWAY_REACH_MM = { trachea: 5, larynx: 22 };
const DEEP_IN_HEAD_MM = 45;

/** The name of a physiological or expected calcification, or null. Unknown age never makes something expected by age. */
export function expectedName(input: ExpectedInput): string | null {
  return costal(input) ?? airway(input) ?? head(input) ?? phlebolith(input) ?? pelvic(input) ?? arterial(input);
}

function costal(input: ExpectedInput): string | null {
  const chest = input.region === 'chest-wall' || input.region === 'abdominal-wall' || input.region === 'mediastinum';
  if (!chest || input.frontToBack === null || input.frontToBack > FRONT_SHARE) return null;
  if (input.ageYears !== null && input.ageYears < ADULT_YEARS) return null;
  if ((input.compartment.cartilage ?? 0) >= 0.5) return 'costal-cartilage';
  if (input.region === 'mediastinum' || input.subcutaneousShare >= 0.4) return null;
  // Between the cavity and the muscles in front of it lies nothing else that calcifies often.
  const inWall = (input.region === 'chest-wall' || input.ribsInScan) && input.distanceToCavityMm !== null;
  const cartilaginous = input.aroundHu >= input.muscleHu + CARTILAGE_ABOVE_MUSCLE_HU;
  return inWall || cartilaginous ? 'costal-cartilage' : null;
}

function airway(input: ExpectedInput): string | null {
  if (input.region !== 'neck' && input.region !== 'mediastinum') return null;
  const mm = input.distanceToAirwayMm;
  if (mm === null) return null;
  if (input.region === 'neck' && mm <= AIRWAY_REACH_MM.larynx && mm > AIRWAY_REACH_MM.trachea) return 'thyroid-cartilage';
  return mm <= AIRWAY_REACH_MM.trachea && input.shape.thicknessMm < 4 ? 'tracheal-cartilage' : null;
}

function head(input: ExpectedInput): string | null {
  if (input.region === 'neck' || input.region === 'face') {
    const styloid =
      input.shape.elongation > 4 && input.shape.lengthMm > 15 && input.side !== 'midline' && (input.depthFromSkinMm ?? 0) > 15;
    return styloid ? 'stylohyoid' : null;
  }
  if (input.region !== 'head' || (input.depthFromSkinMm ?? 0) < DEEP_IN_HEAD_MM || input.offMidlineMm === null) return null;
  if (Math.abs(input.offMidlineMm) < 5 && input.shape.lengthMm < 15) return 'pineal';
  return Math.abs(input.offMidlineMm) < 40 && input.shape.lengthMm < 25 ? 'choroid-plexus' : null;
}

function phlebolith(input: ExpectedInput): string | null {
  const vein = input.compartment.vein ?? 0;
  const round = input.shape.elongation < 2 && input.shape.lengthMm < PHLEBOLITH_MM;
  // The plexus lies deep against the pelvic wall, on the border of what is called hip or buttock.
  const deep = (input.depthFromSkinMm ?? 0) >= PLEXUS_DEPTH_MM && ['hip', 'buttock', 'groin'].includes(input.region);
  const atWall = deep && (input.depthFromSkinMm ?? 0) >= PHLEBOLITH_VEIN.wallDepthMm;
  return vein >= (atWall ? PHLEBOLITH_VEIN.wall : PHLEBOLITH_VEIN.open) &&
    round &&
    (input.region === 'pelvis' || deep) &&
    input.side !== 'midline'
    ? 'phlebolith'
    : null;
}

function pelvic(input: ExpectedInput): string | null {
  if (input.region !== 'pelvis' || input.sex !== 'male' || input.offMidlineMm === null) return null;
  const visceral = (input.compartment.viscera ?? 0) > 0.4;
  if (visceral && input.shape.elongation > 3 && Math.abs(input.offMidlineMm) > 8 && Math.abs(input.offMidlineMm) < 45)
    return 'vas-deferens';
  const middle = Math.abs(input.offMidlineMm) < 22 && input.shape.lengthMm < 12;
  return visceral && middle && (input.ageYears ?? 0) >= 40 ? 'prostate' : null;
}

function arterial(input: ExpectedInput): string | null {
  return (input.compartment.artery ?? 0) >= 0.5 && input.ageYears !== null && input.ageYears >= ARTERY_YEARS ? 'artery-wall' : null;
}
