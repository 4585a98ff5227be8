import type { Vector3 } from '../../core/index.ts';
import { paintBytes } from '../../kernels/index.ts';
import type { BitMask } from '../../kernels/types.ts';
import { type Coarse, isSet } from '../frame/index.ts';
import { TISSUES } from '../types.ts';

/** Coarse masks that say which space a voxel lies in; later members win. */
export interface Zones {
  readonly inner: BitMask;
  readonly cavity: BitMask;
  readonly lung: BitMask;
  readonly airway: BitMask;
  readonly gas: BitMask;
  readonly joint: BitMask;
  readonly cartilage: BitMask;
  readonly artery: BitMask;
  readonly brain: BitMask;
}

/** Zone numbers; the fine voxel's own HU then chooses between the tissues of the zone. */
export const ZONES = {
  subcutaneous: 0,
  wall: 1,
  cavity: 2,
  lung: 3,
  airway: 4,
  gas: 5,
  joint: 6,
  cartilage: 7,
  artery: 8,
  fascia: 9,
  brain: 10,
} as const;

/** One zone per coarse voxel. The fascia is the outermost coarse layer of what it encloses. */
export function zoneMap(coarse: Coarse, zones: Zones): Uint8Array {
  const [nx, ny, nz] = coarse.size;
  const map = new Uint8Array(nx * ny * nz);
  const put = (mask: BitMask, zone: number): void => {
    paintBytes(map, mask, zone);
  };
  put(zones.inner, ZONES.wall);
  put(zones.cavity, ZONES.cavity);
  put(zones.gas, ZONES.gas);
  put(zones.lung, ZONES.lung);
  put(zones.airway, ZONES.airway);
  put(zones.joint, ZONES.joint);
  put(zones.cartilage, ZONES.cartilage);
  put(zones.artery, ZONES.artery);
  put(zones.brain, ZONES.brain);
  const near = [-1, 1, -nx, nx];
  for (let offset = nx; offset < map.length - nx; offset++) {
    if (map[offset] !== ZONES.wall) continue;
    for (const step of near)
      if (map[offset + step] === ZONES.subcutaneous) {
        map[offset] = ZONES.fascia;
        break;
      }
  }
  return map;
}

export interface PaintOptions {
  readonly hu: Int16Array;
  readonly size: Vector3;
  readonly coarse: Coarse;
  readonly zones: Uint8Array;
  readonly body: BitMask;
  /** Fine body without its skin. */
  readonly underSkin: BitMask;
  readonly bone: BitMask;
  readonly enhanced: BitMask;
  readonly table: BitMask;
  readonly thresholdHu: number;
  /** Half way between fat and muscle. */
  readonly leanFromHu: number;
}

/** Air within a zone that should hold none: a bubble, a crease. */
const AIR_HU = -500;
/** Beyond anything mineral: enamel and cortical bone stay below about 2500 HU at 120 kVp, 12-bit scans clip at 3071. */
export const METAL_HU = 2800;

/** A word with all its voxels set. */
const FULL = 0xffffffff;
/** Denser than this beside the body is the table; foam and blankets are lighter. */
const TABLE_HU = -800;

/** One tissue per fine voxel, a word of 32 voxels at a time: what lies off the body costs next to nothing. */
export function paintTissue(options: PaintOptions): Uint8Array {
  const { hu, size, coarse, body } = options;
  const tissue = new Uint8Array(hu.length);
  const [fx, fy, fz] = coarse.factor;
  const coarseOf = Int32Array.from({ length: size[0] }, (_, i) => Math.floor(i / fx));
  const soft = softTable();
  for (let k = 0, row = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++, row++) {
      const [b, c] = [Math.floor(j / fy), Math.floor(k / fz)];
      const from = coarse.size[0] * (b + coarse.size[1] * c);
      const table = rowHasTable(options.table, b, c);
      for (let w = 0; w < body.wordsPerRow; w++) {
        const at = row * body.wordsPerRow + w;
        const inside = body.words[at];
        if (inside === 0 && !table) continue;
        const first = w << 5;
        const last = Math.min(size[0], first + 32);
        const [bone, enhanced, underSkin] = [options.bone.words[at], options.enhanced.words[at], options.underSkin.words[at]];
        // Inside, away from skin, bone and contrast: most of a body.
        if (inside === FULL && underSkin === FULL && bone === 0 && enhanced === 0) {
          for (let i = first, offset = row * size[0] + first; i < last; i++, offset++) {
            const value = hu[offset];
            tissue[offset] =
              value >= METAL_HU
                ? TISSUES.metal
                : soft[3 * options.zones[from + coarseOf[i]] + (value < AIR_HU ? 0 : value < options.leanFromHu ? 1 : 2)];
          }
          continue;
        }
        for (let i = first, offset = row * size[0] + first; i < last; i++, offset++) {
          const bit = i & 31;
          const value = hu[offset];
          if (((inside >>> bit) & 1) === 0) {
            if (table && value > TABLE_HU && isSet(options.table, coarseOf[i], b, c)) tissue[offset] = TISSUES.table;
          } else if (value >= METAL_HU) tissue[offset] = TISSUES.metal;
          else if ((bone >>> bit) & 1) tissue[offset] = value >= options.thresholdHu ? TISSUES.boneCortex : TISSUES.boneMarrow;
          else {
            const zone = options.zones[from + coarseOf[i]];
            if ((enhanced >>> bit) & 1) tissue[offset] = zone === ZONES.artery ? TISSUES.artery : TISSUES.enhancedBlood;
            else if (((underSkin >>> bit) & 1) === 0) tissue[offset] = TISSUES.skin;
            else tissue[offset] = soft[3 * zone + (value < AIR_HU ? 0 : value < options.leanFromHu ? 1 : 2)];
          }
        }
      }
    }
  return tissue;
}

function rowHasTable(table: BitMask, b: number, c: number): boolean {
  const from = (b + table.size[1] * c) * table.wordsPerRow;
  for (let w = 0; w < table.wordsPerRow; w++) if (table.words[from + w] !== 0) return true;
  return false;
}

/** Tissue by zone and density: air, lighter than lean tissue, or lean. */
function softTable(): Uint8Array {
  const table = new Uint8Array(3 * (Math.max(...Object.values(ZONES)) + 1));
  for (const zone of Object.values(ZONES)) {
    table[3 * zone] = softTissue(zone, 'air');
    table[3 * zone + 1] = softTissue(zone, 'light');
    table[3 * zone + 2] = softTissue(zone, 'lean');
  }
  return table;
}

function softTissue(zone: number, density: 'air' | 'light' | 'lean'): number {
  switch (zone) {
    case ZONES.subcutaneous:
      return TISSUES.subcutaneousFat;
    case ZONES.fascia:
      return TISSUES.fascia;
    case ZONES.wall:
      return density === 'air' ? TISSUES.bowelGas : density === 'light' ? TISSUES.deepFat : TISSUES.muscle;
    case ZONES.cavity:
      return density === 'air' ? TISSUES.bowelGas : density === 'light' ? TISSUES.cavityFat : TISSUES.cavitySoftTissue;
    case ZONES.lung:
      return TISSUES.lung;
    case ZONES.airway:
      return TISSUES.airway;
    case ZONES.gas:
      return TISSUES.bowelGas;
    case ZONES.joint:
      return TISSUES.joint;
    case ZONES.cartilage:
      return TISSUES.cartilage;
    case ZONES.brain:
      return TISSUES.brain;
    default:
      return TISSUES.artery;
  }
}
