import type { Surroundings, Tissue } from '../../anatomy/index.ts';
import type { Compartment, Distribution, Region } from '../../core/index.ts';
import { falls, normalise, rises } from '../morphology/index.ts';
import type { Bounds } from './bounds.ts';
import type { Cord } from './cord.ts';

export interface CompartmentInput {
  readonly surroundings: Surroundings;
  readonly region: Region;
  readonly equivalentDiameterMm: number;
  readonly elongation: number;
  readonly flatness: number;
  readonly thicknessMm: number;
  /** The cord it sits on or in; null without one. */
  readonly cord: Cord | null;
  /** The soft tissue it lies in, as rays see it end. */
  readonly bounds: Bounds;
  readonly muscleHu: number;
  /** Median HU of the soft tissue a little further out. */
  readonly aroundHu: number;
}

/**
 * How far the capsule, bursae and tendon ends of a joint reach from its gap, by the size of the joint. In other regions (spine,
 * ribs, jaw) joints are small and muscles lie against them.
 */
const JOINT_REACH_MM: Readonly<Partial<Record<Region, number>>> = {
  shoulder: 22,
  elbow: 20,
  wrist: 12,
  hand: 8,
  finger: 8,
  hip: 15,
  knee: 26,
  ankle: 16,
  foot: 10,
};
const OTHER_JOINT_REACH_MM = 6;
/** The pelvis' plexus: where phleboliths lie. */
const PHLEBOLITH_REGIONS: readonly Region[] = ['pelvis', 'groin', 'hip', 'buttock'];
/** Recesses of the capsule lie this near to the joint's gap. */
const RECESS_REACH_MM = 11;
/** Synovial fluid measures 0..35 HU, muscle 45..65. */
const FLUID_BELOW_MUSCLE_HU = 14;
/** Uterus, prostate and bladder measure less than muscle. */
const ORGAN_BELOW_MUSCLE_HU = 6;
/** Rib, thyroid and tracheal cartilage: 90..130 HU. */
const CARTILAGE_REGIONS: readonly Region[] = ['chest-wall', 'neck'];
const CARTILAGE_ABOVE_MUSCLE_HU = 18;
const NODE_REGIONS: readonly Region[] = ['mediastinum', 'axilla', 'neck', 'groin', 'lung'];

/**
 * How likely each compartment is, from the tissues of the 3 mm shell about the lesion and the distances to the
 * landmarks. Each score is a share or a product of soft steps; they compete and sum to 1.
 */
export function nameCompartment(input: CompartmentInput): Distribution<Compartment> {
  const { surroundings: s, region, aroundHu, muscleHu } = input;
  const share = (name: Tissue): number => s.tissueShare[name] ?? 0;
  const depth = s.depthFromSkinMm ?? 1e3;
  const joint = s.distanceToJointMm ?? 1e3;
  const artery = s.distanceToArteryMm ?? 1e3;
  const fasciaMm = s.distanceToFasciaMm ?? 1e3;
  const outside = share('outside') + share('table');
  const soft = Math.max(0.05, 1 - outside - share('boneCortex') - share('boneMarrow') - share('metal'));
  const part = (value: number): number => value / soft;
  const cavity = part(
    share('cavitySoftTissue') + share('cavityFat') + share('bowelGas') + share('lung') + share('airway') + share('urinaryContrast'),
  );
  const lean = part(share('muscle') + share('deepFat') + share('tendon'));
  // The pelvis' side walls are muscle (obturator, iliopsoas) that no fascia parts from the cavity.
  const muscular =
    region === 'abdomen' || region === 'mediastinum' || region === 'lung'
      ? 0
      : 0.9 * part(share('cavitySoftTissue')) * rises(aroundHu, muscleHu - ORGAN_BELOW_MUSCLE_HU, 1.5) * falls(aroundHu, muscleHu + 15, 4);
  const under = part(share('subcutaneousFat'));
  const vessel = part(share('artery'));
  const blood = part(share('enhancedBlood'));
  const nearJoint = falls(joint, JOINT_REACH_MM[region] ?? OTHER_JOINT_REACH_MM, 2);
  const flat = Math.max(rises(input.flatness, 2.2, 0.3), 1 - rises(input.thicknessMm, 3.5, 0.6));
  const small = falls(input.equivalentDiameterMm, 8, 1);
  const pelvic = PHLEBOLITH_REGIONS.includes(region) ? 1 : 0.1;
  const shut = enclosed(input);
  const cord = cordScores(input, shut);
  const scores: Partial<Record<Compartment, number>> = {
    skin: rises(part(share('skin')) + outside, 0.35, 0.06) * falls(depth, 2.2, 0.5) + 0.4 * part(share('skin')) * falls(depth, 3, 0.6),
    subcutaneous: under * rises(depth, 1.2, 0.4) * (1 - 0.5 * part(share('fascia'))),
    fascia: flat * (part(share('fascia')) + 2 * Math.min(under, lean)) * falls(fasciaMm, 2.5, 0.6),
    muscle: (lean + muscular) * (1 - 0.8 * nearJoint) * (1 - 0.5 * falls(fasciaMm, 1.2, 0.4) * flat),
    tendon: 1.6 * part(share('tendon')) + 0.1 * lean * nearJoint * rises(input.elongation, 2.2, 0.3),
    // Between the surfaces, or in the fluid of the capsule's recesses.
    articular:
      2 * part(share('joint')) * falls(joint, 1.5, 0.5) +
      1.4 * lean * falls(joint, RECESS_REACH_MM, 1.5) * falls(aroundHu, muscleHu - FLUID_BELOW_MUSCLE_HU, 4) * rises(aroundHu, 0, 6),
    periarticular: 0.9 * nearJoint * lean * (1 - part(share('joint'))),
    // Chambers and vessels that no course was followed in, coronaries among them, show as enhanced blood.
    artery: Math.max(1.5 * vessel, falls(artery, 1.5, 0.5) * (cavity + lean)) * falls(artery, 6, 1.5) + 1.5 * blood,
    vein: 0.5 * part(share('vein')) + 0.35 * pelvic * small * (cavity + part(share('deepFat'))) * falls(input.elongation, 2.2, 0.3),
    'lymph-node': NODE_REGIONS.includes(region) ? 0.25 * (cavity + lean) * (1 - vessel - blood) : 0,
    viscera: (cavity - muscular) * (1 - 0.8 * falls(artery, 1.5, 0.5)),
    cartilage:
      2 * part(share('cartilage')) +
      (CARTILAGE_REGIONS.includes(region) ? 1.5 * lean * rises(aroundHu, muscleHu + CARTILAGE_ABOVE_MUSCLE_HU, 5) : 0),
    // The brain is neither viscera nor muscle.
    other: 0.02 + part(share('brain')),
  };
  // A cord, or a lump that fat encloses, outweighs the tissue that it lies in.
  return outweighed(outweighed(normalise(scores), { 'lymph-node': shut }), cord);
}

/** These compartments take their parts of the belief from all. */
export function outweighed(scores: Distribution<Compartment>, parts: Distribution<Compartment>): Distribution<Compartment> {
  const left = 1 - Object.values(parts).reduce((sum, each) => sum + each, 0);
  const out: Partial<Record<Compartment, number>> = {};
  for (const each of Object.keys(scores) as Compartment[]) out[each] = (scores[each] ?? 0) * left;
  for (const each of Object.keys(parts) as Compartment[]) out[each] = (out[each] ?? 0) + (parts[each] ?? 0);
  return normalise(out);
}

/** A cord stands out from the fat of its sheath by this much, also where muscle follows a millimetre further out. */
const CORD_CONTRAST_HU = 33;
/** Belief that a cord takes by the number of sides on which it goes on. */
const CORD_WEIGHT = [0, 0.75, 0.92] as const;
/**
 * Widest vessels and tendons by region, mm: brachial artery 4, basilic vein 5, finger flexor 6 and below; femoral and popliteal vessels and
 * the tendons of the leg up to 12; great vessels of trunk and neck wider (Gray's Anatomy).
 */
const WIDEST_CORD_MM: Readonly<Partial<Record<Region, number>>> = {
  hand: 6,
  finger: 5,
  wrist: 6,
  forearm: 8,
  elbow: 8,
  'upper-arm': 10,
  foot: 8,
  ankle: 10,
  'lower-leg': 12,
  knee: 14,
  thigh: 14,
};
const WIDEST_ANYWHERE_MM = 24;
export const widestCordMm = (region: Region): number => WIDEST_CORD_MM[region] ?? WIDEST_ANYWHERE_MM;

/** A wide one has to be seen on both sides: muscles and their ends are round too. */
const WIDE_MM = 9.5;
/** From this distance of the cord's axis, over its radius, a deposit lies on the wall and no longer in the middle. */
const WALL_OFFSET = 0.42;
/** A ball further out than this lies beside the cord; plaque follows the wall and is flat or long. */
const BESIDE_OFFSET = { ball: 1.2, plaque: 1.75 };
/** Blood without contrast medium; counts where little muscle was seen and its HU came out low. */
const BLOOD_MOST_HU = 54;
/** Blood with contrast medium is brighter than any tendon. */
const ENHANCED_ABOVE_MUSCLE_HU = 55;

/**
 * Vessel or tendon, from the cord. Tendon measures 80..120 HU, muscle 50..65 and blood without contrast 35..55 (a thin cord less, as
 * blur mixes its sheath in). In a vessel, plaque lies on the wall and a stone in the middle.
 */
function cordScores(input: CompartmentInput, shut: number): Distribution<Compartment> {
  const { cord, muscleHu } = input;
  if (cord === null) return {};
  const share = input.surroundings.tissueShare;
  const shaped = Math.max(rises(input.flatness, 1.45, 0.1), rises(input.elongation, 1.5, 0.1));
  const beside = BESIDE_OFFSET.ball + shaped * (BESIDE_OFFSET.plaque - BESIDE_OFFSET.ball);
  const weight =
    CORD_WEIGHT[Math.min(2, cord.ends)] *
    rises(cord.contrastHu, CORD_CONTRAST_HU, 3.5) *
    rises(cord.hu, -5, 6) *
    falls(cord.offset, beside, 0.1) *
    falls(share.outside ?? 0, 0.2, 0.03) *
    (cord.ends < 2 ? falls(cord.diameterMm, WIDE_MM, 1) : 1) *
    (1 - 0.8 * shut) *
    // What lies flat on the fascia lies beside the vessels that run along it.
    (1 - (share.fascia ?? 0) * rises(input.flatness, 2.3, 0.2));
  const dense = rises(cord.hu, Math.max(muscleHu - 1, BLOOD_MOST_HU), 3.5) * falls(cord.hu, muscleHu + ENHANCED_ABOVE_MUSCLE_HU, 8);
  const wall = Math.max(rises(cord.offset, WALL_OFFSET, 0.08), shaped);
  return { tendon: weight * dense, artery: weight * (1 - dense) * wall, vein: weight * (1 - dense) * (1 - wall) };
}

/** Lymph nodes that calcify are some 5 to 25 mm long and lie in fat on all sides. */
const NODE_LONG_MM = 24;
const NODE_AROUND: readonly Region[] = [
  'mediastinum',
  'axilla',
  'neck',
  'groin',
  'lung',
  'abdomen',
  'pelvis',
  'elbow',
  'upper-arm',
  'hip',
  'thigh',
  'face',
];

/** Soft tissue that fat encloses on all sides and that does not run on, 0..1. */
function enclosed({ bounds, region, surroundings }: CompartmentInput): number {
  if (!NODE_AROUND.includes(region)) return 0;
  return (
    0.9 *
    rises(bounds.closed, 0.975, 0.006) *
    falls(bounds.longMm, NODE_LONG_MM, 2) *
    rises(bounds.lean, 0.28, 0.05) *
    falls(surroundings.tissueShare.outside ?? 0, 0.1, 0.03)
  );
}
