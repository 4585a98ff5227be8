import type { Region, Side, Vector3 } from '../../../core/index.ts';
import type { Layer } from '../../render/index.ts';
import { block, column, ellipsoid, intersection, nearest, type Shape, slab, sphere } from '../../shape/index.ts';
import { type Body, courseLayers, HU, type Joint, type Organ, type Phase, sideOf, UNENHANCED } from '../body.ts';
import { torsoOutline } from './outline.ts';
import { SPINE_Y, torsoSkeleton } from './skeleton.ts';
import { torsoArteries, torsoTendons, torsoVeins } from './vessels.ts';
import { viscera } from './viscera.ts';

const SKIN_MM = 2.2;

/** Trunk, pelvis and both thighs down to the knees, supine on a table. z = 0 at the hip joints. */
export function torso(phase: Phase = UNENHANCED): Body {
  const outline = torsoOutline();
  const skeleton = torsoSkeleton();
  const { layers: organLayers, organs } = viscera(outline.cavity, phase);
  const arteries = torsoArteries();
  const veins = torsoVeins();
  const tendons = torsoTendons();
  const nodes = lymphNodes();
  const bones = skeleton.bones.map(({ name, shape }) => ({ name, shape }));
  const joints = torsoJoints();
  const table: Layer[] = [
    {
      name: 'table',
      shape: block({ centre: [0, 148, 0], halfMm: [215, 22, 1e5], roundMm: 14 }),
      hu: HU.tableShell,
      core: { depthMm: 3, hu: HU.table },
    },
  ];
  const layers: Layer[] = [
    ...table,
    { name: 'skin and fat', shape: outline.body, hu: HU.skin, core: { depthMm: SKIN_MM, hu: HU.fat } },
    { name: 'fascia and muscle', shape: outline.fascia, hu: HU.fascia, core: { depthMm: 0.9, hu: HU.muscle } },
    ...outline.septa.map((shape) => ({ name: 'septum', shape, hu: HU.fat + 30 })),
    ...([1, -1] as const).map((s) => ({
      name: 'popliteal fat',
      shape: ellipsoid({ centre: [s * 91, 36, -400], radiiMm: [20, 15, 42] }),
      hu: HU.fat,
    })),
    ...organLayers,
    ...nodes.map((node) => ({ name: 'lymph node', shape: node.shape, hu: HU.node })),
    ...courseLayers({ veins, arteries, tendons, phase }),
    ...joints.map((joint) => ({ name: 'joint', shape: joint.capsule, hu: HU.joint + 5 })),
    ...skeleton.layers,
    {
      name: 'spinal canal',
      shape: intersection([
        column({ centreX: () => 0, centreY: (z) => SPINE_Y(z) + 22.5, halfX: () => 9, halfY: () => 6.5, square: 0 }),
        slab({ lowZ: 85, highZ: 560 }),
      ]),
      hu: 22,
    },
  ];
  return {
    name: 'torso',
    layers,
    outline: outline.body,
    skinMm: SKIN_MM,
    fascia: outline.fascia,
    septa: outline.septa,
    muscle: outline.muscle,
    bone: nearest(bones.map((bone) => bone.shape)),
    bones,
    joints,
    arteries,
    veins,
    tendons,
    nodes,
    organs,
    cartilages: skeleton.costalCartilages.map((shape) => ({
      name: 'costal cartilage',
      shape,
      region: 'chest-wall',
      expected: 'costal-cartilage',
    })),
    locate: (at) => locateTorso(at, outline.cavity),
  };
}

function torsoJoints(): Joint[] {
  return ([1, -1] as const).flatMap((s): Joint[] => {
    const side: Side = s > 0 ? 'left' : 'right';
    const hip: Vector3 = [s * 88, 0, 0];
    const knee: Vector3 = [s * 92, 4, -429];
    return [
      { name: 'hip', region: 'hip', side, centre: hip, capsule: sphere({ centre: hip, radiusMm: 29 }) },
      { name: 'knee', region: 'knee', side, centre: knee, capsule: ellipsoid({ centre: knee, radiiMm: [42, 32, 20] }) },
    ];
  });
}

function lymphNodes(): Organ[] {
  const node = (region: Region, centre: Vector3, radiiMm: Vector3): Organ => ({
    name: 'lymph node',
    region,
    shape: ellipsoid({ centre, radiiMm }),
  });
  return [
    ...([1, -1] as const).flatMap((s) => [
      node('groin', [s * 72, -80, -18], [8, 5, 11]),
      node('groin', [s * 58, -72, -36], [6, 5, 9]),
      node('pelvis', [s * 56, 16, 58], [5, 5, 9]),
    ]),
    node('abdomen', [22, 4, 190], [6, 6, 9]),
    node('abdomen', [-6, -8, 205], [5, 6, 8]),
    node('mediastinum', [-14, -4, 452], [8, 7, 10]),
    node('mediastinum', [8, 2, 440], [7, 6, 8]),
    node('mediastinum', [-20, 4, 430], [8, 8, 9]),
  ];
}

/** Regions by height and quadrant; borders as a reader of the truth would draw them. */
function locateTorso(at: Vector3, cavity: Shape): { region: Region; side: Side } {
  const [x, y, z] = at;
  const side = sideOf(x, 12);
  const inside = cavity.distance(x, y, z) < 0;
  if (z < -475) return { region: 'lower-leg', side };
  if (z < -375) return { region: 'knee', side };
  if (z < -72) return { region: 'thigh', side };
  if (inside) return { region: z < 96 ? 'pelvis' : z < 300 ? 'abdomen' : 'mediastinum', side };
  if (z < 60) {
    if (y > 26 && Math.abs(x) < 120) return { region: 'buttock', side };
    if (Math.abs(x) > 62) return { region: 'hip', side };
    return { region: y < -20 ? 'groin' : 'pelvis', side };
  }
  if (y > 20) return { region: z < 110 ? 'buttock' : 'back', side };
  if (z < 130 && Math.abs(x) > 96) return { region: 'hip', side };
  return { region: z < 285 ? 'abdominal-wall' : 'chest-wall', side };
}
