import type { Anatomy } from '../../anatomy/index.ts';
import { TISSUES } from '../../anatomy/index.ts';
import { voxelVolumeMm3 } from '../../core/index.ts';
import type { BitMask, Kernels } from '../../kernels/index.ts';
import { voxelsByComponent } from '../../kernels/index.ts';
import type { Blood } from './blood.ts';
import { contrastLimit } from './blood.ts';
import { indexOf } from './candidate.ts';

/** Bones are larger, but for ossicles and sesamoids, which touch no great vessel. */
const LARGEST_MM3 = 4000;
/** Share of the surface that touches an artery or enhanced blood: a calcified wall around its lumen looks like a small bone. */
const VESSEL_CONTACT = 0.12;
/** A piece cut from a vertebra by its HU alone must touch blood more than an edge of cortex beside the aorta does. */
const CUT_CONTACT = 0.3;
const METAL_HU = 2800;

/** Halo of a released piece that the bone mask holds too. */
const HALO_MM = 1.6;

/**
 * The bone mask without what a second look takes back: clips, rings of calcified artery, and plaque that only its halo
 * joins to a vertebra, seen apart at the HU where blood ends. New mask.
 */
export function boneSecondLook(hu: Int16Array, source: { anatomy: Anatomy; blood: Blood; kernels: Kernels }): BitMask {
  const { anatomy, blood, kernels } = source;
  const whole = withoutPieces(anatomy.bone, { ...source, hu, contact: VESSEL_CONTACT });
  if (blood.topHu === null) return whole;
  const limit = Math.round(contrastLimit(blood.arteryHu ?? blood.topHu, anatomy.technique.noiseHu));
  const dense = kernels.and(kernels.threshold(hu, { size: anatomy.grid.size, low: limit, high: METAL_HU }), whole);
  const taken = kernels.andNot(kernels.copy(dense), withoutPieces(dense, { ...source, hu, contact: CUT_CONTACT }));
  if (kernels.count(taken) === 0) return whole;
  const halo = kernels.andNot(kernels.dilate(taken, { radiusMm: HALO_MM, spacingMm: anatomy.grid.spacingMm }), dense);
  return kernels.andNot(kernels.andNot(whole, taken), halo);
}

/** A mask without its small pieces that touch vessels or are metal. New mask. */
function withoutPieces(
  mask: BitMask,
  source: { hu: Int16Array; anatomy: Anatomy; blood: Blood; kernels: Kernels; contact: number },
): BitMask {
  const { hu, anatomy, blood, kernels } = source;
  const { grid, tissue } = anatomy;
  const components = kernels.components(mask, { connectivity: 26 });
  const most = LARGEST_MM3 / voxelVolumeMm3(grid);
  const { first, voxels } = voxelsByComponent(components);
  const [nx, ny, nz] = grid.size;
  const steps = [-1, 1, -nx, nx, -nx * ny, nx * ny];
  const keep = (c: number): boolean => {
    if (components.voxels[c] > most) return true;
    let contacts = 0;
    let vessel = 0;
    for (let n = first[c]; n < first[c + 1]; n++) {
      const offset = voxels[n];
      if (hu[offset] >= METAL_HU) return false;
      const [i, j, k] = indexOf(offset, grid.size);
      if (i < 1 || j < 1 || k < 1 || i >= nx - 1 || j >= ny - 1 || k >= nz - 1) continue;
      for (const step of steps) {
        const code = tissue[offset + step];
        if (code === TISSUES.boneCortex || code === TISSUES.boneMarrow) continue;
        contacts++;
        if (code === TISSUES.artery || blood.contrastCode[code] !== 0) vessel++;
      }
    }
    return contacts === 0 || vessel / contacts < source.contact;
  };
  return kernels.select(components, keep);
}
