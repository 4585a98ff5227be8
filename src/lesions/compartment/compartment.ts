import type { Surroundings, Tissue } from '../../anatomy/index.ts';
import type { Compartment, Distribution, Region } from '../../core/index.ts';
import { falls, normalise, rises } from '../morphology/index.ts';

export interface CompartmentInput {
  readonly surroundings: Surroundings;
  readonly region: Region;
  readonly equivalentDiameterMm: number;
  readonly elongation: number;
  readonly flatness: number;
  readonly thicknessMm: number;
}

/** Joints whose soft parts are told as periarticular. */
const JOINT_REACH_MM = 12;
/** The pelvis' plexus: where phleboliths lie. */
const PHLEBOLITH_REGIONS: readonly Region[] = ['pelvis', 'groin', 'hip', 'buttock'];
const NODE_REGIONS: readonly Region[] = ['mediastinum', 'axilla', 'neck', 'groin', 'lung'];

/**
 * How likely each compartment is, from the tissues of the 3 mm shell about the lesion and the distances to the
 * landmarks. Each score is a share or a product of soft steps; they compete and sum to 1.
 */
export function nameCompartment(input: CompartmentInput): Distribution<Compartment> {
  const { surroundings: s, region } = input;
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
  const nearJoint = falls(joint, JOINT_REACH_MM, 2);
  const flat = Math.max(rises(input.flatness, 2.2, 0.3), 1 - rises(input.thicknessMm, 3.5, 0.6));
  const small = falls(input.equivalentDiameterMm, 8, 1);
  const pelvic = PHLEBOLITH_REGIONS.includes(region) ? 1 : 0.1;
  const scores: Partial<Record<Compartment, number>> = {
    skin: rises(part(share('skin')) + outside, 0.35, 0.06) * falls(depth, 2.2, 0.5) + 0.4 * part(share('skin')) * falls(depth, 3, 0.6),
    subcutaneous: under * rises(depth, 1.2, 0.4) * (1 - 0.5 * part(share('fascia'))),
    fascia: flat * (part(share('fascia')) + 2 * Math.min(under, lean)) * falls(fasciaMm, 2.5, 0.6),
    muscle: lean * (1 - 0.8 * nearJoint) * (1 - 0.5 * falls(fasciaMm, 1.2, 0.4) * flat),
    tendon: 1.6 * part(share('tendon')) + 0.1 * lean * nearJoint * rises(input.elongation, 2.2, 0.3),
    articular: 2 * part(share('joint')) * falls(joint, 1.5, 0.5),
    periarticular: 0.9 * nearJoint * lean * (1 - part(share('joint'))),
    // Chambers and vessels that no course was followed in, coronaries among them, show as enhanced blood.
    artery: Math.max(1.5 * vessel, falls(artery, 1.5, 0.5) * (cavity + lean)) * falls(artery, 6, 1.5) + 1.5 * blood,
    vein: 0.5 * part(share('vein')) + 0.35 * pelvic * small * (cavity + part(share('deepFat'))) * falls(input.elongation, 2.2, 0.3),
    'lymph-node': NODE_REGIONS.includes(region) ? 0.25 * (cavity + lean) * (1 - vessel - blood) : 0,
    viscera: cavity * (1 - 0.8 * falls(artery, 1.5, 0.5)),
    cartilage: 2 * part(share('cartilage')),
    other: 0.02,
  };
  return normalise(scores);
}
