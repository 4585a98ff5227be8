import type { Vector3 } from '../../core/index.ts';
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
} as const;

/** One zone per coarse voxel. The fascia is the outermost coarse layer of what it encloses. */
export function zoneMap(coarse: Coarse, zones: Zones): Uint8Array {
  const [nx, ny, nz] = coarse.size;
  const map = new Uint8Array(nx * ny * nz);
  const put = (mask: BitMask, zone: number): void => {
    let offset = 0;
    for (let k = 0; k < nz; k++)
      for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++, offset++) if (isSet(mask, i, j, k)) map[offset] = zone;
  };
  put(zones.inner, ZONES.wall);
  put(zones.cavity, ZONES.cavity);
  put(zones.gas, ZONES.gas);
  put(zones.lung, ZONES.lung);
  put(zones.airway, ZONES.airway);
  put(zones.joint, ZONES.joint);
  put(zones.cartilage, ZONES.cartilage);
  put(zones.artery, ZONES.artery);
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

/** One tissue per fine voxel. */
export function paintTissue(options: PaintOptions): Uint8Array {
  const { hu, size, coarse, zones, body, underSkin, bone, enhanced } = options;
  const tissue = new Uint8Array(hu.length);
  const [fx, fy, fz] = coarse.factor;
  let offset = 0;
  for (let k = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++) {
      const from = coarse.size[0] * (Math.floor(j / fy) + coarse.size[1] * Math.floor(k / fz));
      for (let i = 0; i < size[0]; i++, offset++) {
        const a = Math.floor(i / fx);
        if (!isSet(body, i, j, k)) {
          if (isSet(options.table, a, Math.floor(j / fy), Math.floor(k / fz)) && hu[offset] > -800) tissue[offset] = TISSUES.table;
          continue;
        }
        const value = hu[offset];
        if (value >= METAL_HU) tissue[offset] = TISSUES.metal;
        else if (isSet(bone, i, j, k)) tissue[offset] = value >= options.thresholdHu ? TISSUES.boneCortex : TISSUES.boneMarrow;
        else if (isSet(enhanced, i, j, k)) tissue[offset] = zones[from + a] === ZONES.artery ? TISSUES.artery : TISSUES.enhancedBlood;
        else if (!isSet(underSkin, i, j, k)) tissue[offset] = TISSUES.skin;
        else tissue[offset] = softTissue(zones[from + a], value, options.leanFromHu);
      }
    }
  return tissue;
}

function softTissue(zone: number, value: number, leanFromHu: number): number {
  switch (zone) {
    case ZONES.subcutaneous:
      return TISSUES.subcutaneousFat;
    case ZONES.fascia:
      return TISSUES.fascia;
    case ZONES.wall:
      return value < AIR_HU ? TISSUES.bowelGas : value < leanFromHu ? TISSUES.deepFat : TISSUES.muscle;
    case ZONES.cavity:
      return value < AIR_HU ? TISSUES.bowelGas : value < leanFromHu ? TISSUES.cavityFat : TISSUES.cavitySoftTissue;
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
    default:
      return TISSUES.artery;
  }
}
