import type { Compartment } from '../../../core/index.ts';
import { artery, tendon, vein } from './courses.ts';
import { articular, periarticular } from './joints.ts';
import { fascia, muscle, skin, subcutaneous } from './layers.ts';
import { cartilage, lymphNode, viscera } from './organs.ts';
import type { Placer } from './wish.ts';

export { touchingBone, touchingVessel } from './touching.ts';
export type { Wish } from './wish.ts';

export const PLACERS: Readonly<Partial<Record<Compartment, Placer>>> = {
  skin,
  subcutaneous,
  fascia,
  muscle,
  tendon,
  articular,
  periarticular,
  artery,
  vein,
  'lymph-node': lymphNode,
  viscera,
  cartilage,
};
