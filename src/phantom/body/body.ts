import type { Compartment, Region, Side, Vector3 } from '../../core/index.ts';
import type { Layer } from '../render/index.ts';
import { type Path, path, type Shape, tube } from '../shape/index.ts';

/** HU of pure materials at 120 kVp, unenhanced; ordinary textbook values. */
export const HU = {
  skin: 40,
  fat: -100,
  visceralFat: -95,
  fascia: 45,
  muscle: 58,
  cortex: 1250,
  thinCortex: 850,
  trabecula: 190,
  fattyMarrow: -30,
  disc: 85,
  cartilage: 95,
  tendon: 85,
  blood: 44,
  joint: 25,
  liver: 60,
  spleen: 50,
  kidney: 34,
  water: 5,
  bowel: 38,
  gas: -980,
  lung: -860,
  heart: 45,
  node: 40,
  brain: 36,
  enamel: 2200,
  dentine: 1500,
  table: -750,
  tableShell: -150,
} as const;

export interface Joint {
  readonly name: string;
  readonly region: Region;
  readonly side: Side;
  readonly centre: Vector3;
  /** Capsule: inside it and outside bone is articular, up to 15 mm around it periarticular. */
  readonly capsule: Shape;
}

export interface Course {
  readonly name: string;
  readonly path: Path;
}

/** A course through points given as x, y, z, radius in mm. */
export const course = (name: string, knots: readonly (readonly [number, number, number, number])[]): Course => ({
  name,
  path: path(knots.map(([x, y, z, radiusMm]) => ({ at: [x, y, z], radiusMm }))),
});

export interface Organ {
  readonly name: string;
  readonly shape: Shape;
  readonly region: Region;
}

/** One anatomy: what to paint, and where things are, so that lesions can be put in a known compartment. */
export interface Body {
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly outline: Shape;
  readonly skinMm: number;
  /** Outer surface of the deep fascia. */
  readonly fascia: Shape;
  /** Sheets of fat or fascia between muscles; a muscle lesion keeps away from them, a fascia lesion may lie in them. */
  readonly septa: readonly Shape[];
  readonly muscle: Shape;
  readonly bone: Shape;
  readonly bones: readonly { readonly name: string; readonly shape: Shape }[];
  readonly joints: readonly Joint[];
  readonly arteries: readonly Course[];
  readonly veins: readonly Course[];
  readonly tendons: readonly Course[];
  readonly nodes: readonly Organ[];
  readonly organs: readonly Organ[];
  /** Where calcification is expected: cartilage, pineal, choroid plexus. */
  readonly cartilages: readonly (Organ & { readonly expected: string; readonly compartment?: Compartment })[];
  readonly locate: (at: Vector3) => { readonly region: Region; readonly side: Side };
}

/** Vessels and viscera as the phase shows them, HU. */
export interface Phase {
  readonly artery: number;
  readonly vein: number;
  readonly renalCortex: number;
  readonly renalPelvis: number;
  readonly bladder: number;
  readonly bowel: number;
  readonly liver: number;
}

export const UNENHANCED: Phase = {
  artery: HU.blood,
  vein: HU.blood,
  renalCortex: HU.kidney,
  renalPelvis: HU.water,
  bladder: HU.water,
  bowel: HU.bowel,
  liver: HU.liver,
};

/** About 70 s after injection, with oral contrast and a first excretion. */
export const PORTAL: Phase = {
  artery: 185,
  vein: 165,
  renalCortex: 190,
  renalPelvis: 420,
  bladder: 60,
  bowel: 280,
  liver: 110,
};

export const sideOf = (x: number, midlineMm: number): Side => (Math.abs(x) <= midlineMm ? 'midline' : x > 0 ? 'left' : 'right');

/** A bone with cortex of even thickness and one kind of marrow. */
export function boneLayers(options: { name: string; shape: Shape; cortexMm: number; cortex?: number; marrow?: number }): Layer[] {
  const marrow = options.marrow ?? HU.trabecula;
  return [
    {
      name: options.name,
      shape: options.shape,
      hu: options.cortex ?? (options.cortexMm > 2 ? HU.cortex : HU.thinCortex),
      core: {
        depthMm: options.cortexMm,
        // Uneven spongiosa: three crossing waves a few mm long, +-35 %.
        hu:
          marrow > 0
            ? (x, y, z) => marrow * (1 + 0.35 * Math.sin(0.9 * x + 0.3 * z) * Math.sin(0.8 * y - 0.4 * x) * Math.sin(1.1 * z + 0.2 * y))
            : marrow,
      },
    },
  ];
}

/** Loose fat about vessels and tendons: neurovascular bundles and paratenon run in it, also inside muscle. */
const VESSEL_SHEATH_MM = 1.8;
const TENDON_SHEATH_MM = 1;

/** Vessels and tendons with the fat they run in; all sheaths first, so that none covers a neighbour. */
export function courseLayers(body: {
  veins: readonly Course[];
  arteries: readonly Course[];
  tendons: readonly Course[];
  phase: Phase;
}): Layer[] {
  const { veins, arteries, tendons, phase } = body;
  const sheath = (growMm: number) => (each: Course) => ({ name: 'sheath', shape: tube(each.path, growMm), hu: HU.fat + 10 });
  const solid = (hu: number) => (each: Course) => ({ name: each.name, shape: tube(each.path), hu });
  return [
    ...tendons.map(sheath(TENDON_SHEATH_MM)),
    ...[...veins, ...arteries].map(sheath(VESSEL_SHEATH_MM)),
    ...veins.map(solid(phase.vein)),
    ...arteries.map(solid(phase.artery)),
    ...tendons.map(solid(HU.tendon)),
  ];
}
