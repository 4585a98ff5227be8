import type { Surroundings, Tissue } from '../../anatomy/index.ts';
import type { Compartment, Distribution, Region } from '../../core/index.ts';
import { falls, normalise, rises } from '../morphology/index.ts';
import { type Course, cordOf, isEnclosedLump, tendonLikeness } from './course.ts';
import type { Tube } from './tube.ts';

export interface CompartmentInput {
  readonly surroundings: Surroundings;
  readonly region: Region;
  readonly equivalentDiameterMm: number;
  readonly elongation: number;
  readonly flatness: number;
  readonly thicknessMm: number;
  /** The cord it sits on or in; null without one. */
  readonly tube: Tube | null;
  /** The strands of tissue about it; null for a large lesion or one at the scan's edge. */
  readonly course: Course | null;
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
/** Rib, thyroid and tracheal cartilage: 90..130 HU. */
const CARTILAGE_REGIONS: readonly Region[] = ['chest-wall', 'neck'];
const CARTILAGE_ABOVE_MUSCLE_HU = 18;
const NODE_REGIONS: readonly Region[] = ['mediastinum', 'axilla', 'neck', 'groin', 'lung'];
/** Where fat holds nodes: beside those, along the vessels of belly and pelvis. */
const NODE_FAT_REGIONS: readonly Region[] = [...NODE_REGIONS, 'abdomen', 'pelvis'];
const NODE_WEIGHT = 0.65;
/** Dense strands here are cartilage, the thyroid or intercostal muscle, no tendons. */
const NO_TENDON_REGIONS: readonly Region[] = ['neck', 'chest-wall', 'abdominal-wall', 'mediastinum', 'abdomen', 'pelvis', 'head', 'lung'];
const TENDON_WEIGHT = 0.9;

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
  const under = part(share('subcutaneousFat'));
  const vessel = part(share('artery'));
  const blood = part(share('enhancedBlood'));
  const nearJoint = falls(joint, JOINT_REACH_MM[region] ?? OTHER_JOINT_REACH_MM, 2);
  const flat = Math.max(rises(input.flatness, 2.2, 0.3), 1 - rises(input.thicknessMm, 3.5, 0.6));
  const small = falls(input.equivalentDiameterMm, 8, 1);
  const pelvic = PHLEBOLITH_REGIONS.includes(region) ? 1 : 0.1;
  const cord = cordScores(input);
  const scores: Partial<Record<Compartment, number>> = {
    skin: rises(part(share('skin')) + outside, 0.35, 0.06) * falls(depth, 2.2, 0.5) + 0.4 * part(share('skin')) * falls(depth, 3, 0.6),
    subcutaneous: under * rises(depth, 1.2, 0.4) * (1 - 0.5 * part(share('fascia'))),
    fascia: flat * (part(share('fascia')) + 2 * Math.min(under, lean)) * falls(fasciaMm, 2.5, 0.6),
    muscle: lean * (1 - 0.8 * nearJoint) * (1 - 0.5 * falls(fasciaMm, 1.2, 0.4) * flat),
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
    viscera: cavity * (1 - 0.8 * falls(artery, 1.5, 0.5)),
    cartilage:
      2 * part(share('cartilage')) +
      (CARTILAGE_REGIONS.includes(region) ? 1.5 * lean * rises(aroundHu, muscleHu + CARTILAGE_ABOVE_MUSCLE_HU, 5) : 0),
    // The brain is neither viscera nor muscle.
    other: 0.02 + part(share('brain')),
  };
  // A cord seen on both sides outweighs the tissue that it runs through.
  for (const name of Object.keys(scores) as Compartment[]) scores[name] = (scores[name] ?? 0) * (1 - cord.weight);
  for (const name of ['tendon', 'artery', 'vein'] as const) scores[name] = (scores[name] ?? 0) + cord[name];
  const tendon = input.course !== null && !NO_TENDON_REGIONS.includes(region) ? TENDON_WEIGHT * tendonLikeness(input.course) : 0;
  const fatty = under < 0.3 && vessel + blood < 0.2 && NODE_FAT_REGIONS.includes(region);
  const lump = fatty && input.course !== null && cord.weight === 0 && isEnclosedLump(input.course) ? NODE_WEIGHT : 0;
  return outweighed(outweighed(normalise(scores), 'tendon', tendon), 'lymph-node', lump);
}

/** One compartment takes its part of the belief from all others. */
export function outweighed(scores: Distribution<Compartment>, name: Compartment, weight: number): Distribution<Compartment> {
  if (weight === 0) return scores;
  const out: Partial<Record<Compartment, number>> = {};
  for (const each of Object.keys(scores) as Compartment[]) out[each] = (scores[each] ?? 0) * (1 - weight);
  out[name] = (out[name] ?? 0) + weight;
  return normalise(out);
}

/** Tendon measures 80..120 HU, blood 35..60 (without contrast) and muscle between. */
const TENDON_ABOVE_MUSCLE_HU = 14;
/** Share of the belief that a cord on both sides, or on one, takes. */
const CORD_WEIGHT = [0, 0.45, 0.85] as const;

/** Vessel or tendon from the cord: dense cords are tendons; in a vessel, plaque lies on the wall and a stone in the middle. */
function cordScores(input: CompartmentInput): { weight: number; tendon: number; artery: number; vein: number } {
  const tube = input.tube ?? (input.course === null ? null : cordOf(input.course));
  if (tube === null) return { weight: 0, tendon: 0, artery: 0, vein: 0 };
  const share = input.surroundings.tissueShare;
  // Under and in the skin, what fat encloses is a fold or a septum more often than a vessel.
  const superficial = (share.skin ?? 0) > 0.08 || ((share.subcutaneousFat ?? 0) > 0.5 && tube.ends < 2);
  const weight = superficial ? 0 : CORD_WEIGHT[Math.min(2, tube.ends)];
  // Partial volume lowers a thin cord's HU towards fat.
  const dense = rises(tube.hu, input.muscleHu + TENDON_ABOVE_MUSCLE_HU, 6);
  const wall = Math.max(rises(tube.offset, 0.45, 0.1), rises(input.flatness, 2, 0.25), rises(input.elongation, 2.2, 0.3));
  const shallow = input.surroundings.tissueShare.subcutaneousFat ?? 0;
  const artery = wall * (1 - 0.8 * shallow);
  return { weight, tendon: weight * dense, artery: weight * (1 - dense) * artery, vein: weight * (1 - dense) * (1 - artery) };
}
