import { type Issue, issue, type Vector3 } from '../../core/index.ts';
import type { BitMask, Components, Kernels } from '../../kernels/types.ts';
import { type Coarse, isSet, maskWhere, setBit } from '../frame/index.ts';

/** The patient on the coarse grid. */
export interface Body {
  /** With everything inside: lungs, airways, gas. */
  readonly body: BitMask;
  /** Table, mattress, clothing, cushions: matter that is not the patient. */
  readonly table: BitMask;
  /** Air enclosed by the body (lungs, airways, bowel). */
  readonly innerAir: BitMask;
  /** Body parts that do not touch within the scan (legs, arms), largest first; voxels each. */
  readonly parts: readonly number[];
  readonly truncated: boolean;
  readonly issues: readonly Issue[];
}

/** Halfway between air (-1000 HU) and fat (-100 HU) lies -550; foam and blankets lie below -400. */
const MATTER_HU = -400;
/** A sheet thinner than twice this is a table top, a blanket or a tube, not a limb. */
const THINNEST_HALF_LIMB_MM = 4;
/** A part is kept beside the largest one when it is at least this share of it ... */
const PART_SHARE = 0.02;
/** ... and holds at least this share of voxels with the HU of fat, muscle or bone; foam and plastic do not. */
const TISSUE_SHARE = 0.5;
const TISSUE_HU = { low: -150, high: 2000 };
/** Mouth and nostrils are narrower than twice this. */
const OPENING_HALF_WIDTH_MM = 4;
/** Share of the body's lateral outline on the edge of the field of view that makes a scan truncated. */
const TRUNCATED_SHARE = 0.01;

export function findBody(coarse: Coarse, kernels: Kernels): Body {
  const { size, spacingMm, hu } = coarse;
  const matter = kernels.threshold(hu, { size, low: MATTER_HU, high: 32767 });
  const halfLimb = Math.min(THINNEST_HALF_LIMB_MM, 4 * Math.min(...spacingMm));
  const opened = kernels.open(matter, { radiusMm: halfLimb, spacingMm });
  const components = kernels.components(opened, { connectivity: 6 });
  const kept = keptParts(components, hu, size);
  const issues: Issue[] = [];
  if (kept.length === 0) {
    issues.push(
      issue('error', {
        code: 'anatomy-no-body',
        where: 'volume',
        expected: 'a patient',
        received: `no connected matter above ${MATTER_HU} HU thicker than ${2 * halfLimb} mm`,
        fix: 'Check that the values are Hounsfield units.',
      }),
    );
  }
  const core = kernels.select(components, (component) => kept.includes(component));
  // Opening shaved thin and pointed parts off; they come back only as far as it can have reached.
  const regrown = kernels.and(kernels.dilate(core, { radiusMm: halfLimb + Math.max(...spacingMm), spacingMm }), matter);
  const body = kernels.reconstruct(core, regrown, { connectivity: 6 });
  const table = kernels.andNot(kernels.copy(matter), body);
  const outside = outsideOf(body, { spacingMm, kernels });
  const filled = kernels.not(kernels.copy(outside));
  const innerAir = kernels.andNot(kernels.copy(filled), body);
  const truncated = lateralEdgeShare(body) > TRUNCATED_SHARE;
  if (truncated) {
    issues.push(
      issue('warning', {
        code: 'anatomy-truncated',
        where: 'volume',
        expected: 'the whole cross-section in the field of view',
        received: 'body that reaches the lateral edge of the field of view',
        fix: 'Skin, depth and side-to-side comparison are not known where the body is cut off.',
      }),
    );
  }
  return {
    body: filled,
    table: kernels.andNot(table, filled),
    innerAir,
    parts: kept.map((component) => components.voxels[component]),
    truncated,
    issues,
  };
}

/** Largest first; a part must look like tissue and not be tiny beside the largest. */
function keptParts(components: Components, hu: Int16Array, size: Vector3): number[] {
  const tissue = new Float64Array(components.count);
  for (let run = 0; run < components.row.length; run++) {
    const from = components.row[run] * size[0];
    for (let i = components.start[run]; i <= components.end[run]; i++) {
      const value = hu[from + i];
      if (value >= TISSUE_HU.low && value <= TISSUE_HU.high) tissue[components.label[run]]++;
    }
  }
  const looksLikeTissue = [...components.voxels.keys()].filter((c) => tissue[c] >= TISSUE_SHARE * components.voxels[c]);
  looksLikeTissue.sort((a, b) => components.voxels[b] - components.voxels[a] || a - b);
  const largest = looksLikeTissue.length > 0 ? components.voxels[looksLikeTissue[0]] : 0;
  return looksLikeTissue.filter((c) => components.voxels[c] >= PART_SHARE * largest);
}

/** Air that reaches the lateral faces without squeezing through mouth or nostrils. */
function outsideOf(body: BitMask, options: { spacingMm: Vector3; kernels: Kernels }): BitMask {
  const { kernels, spacingMm } = options;
  const [nx, ny, nz] = body.size;
  const closed = kernels.close(body, { radiusMm: OPENING_HALF_WIDTH_MM, spacingMm });
  const seed = kernels.emptyMask(body.size);
  for (let k = 0; k < nz; k++) {
    for (let i = 0; i < nx; i++) {
      setBit(seed, i, 0, k);
      setBit(seed, i, ny - 1, k);
    }
    for (let j = 0; j < ny; j++) {
      setBit(seed, 0, j, k);
      setBit(seed, nx - 1, j, k);
    }
  }
  const far = kernels.reconstruct(kernels.andNot(seed, closed), kernels.not(closed), { connectivity: 6 });
  // Creases that the closing filled: air within its reach of the outside is outside too.
  const near = kernels.dilate(far, { radiusMm: OPENING_HALF_WIDTH_MM + Math.max(...spacingMm), spacingMm });
  return kernels.or(kernels.andNot(near, body), far);
}

function lateralEdgeShare(body: BitMask): number {
  const [nx, ny, nz] = body.size;
  let edge = 0;
  let all = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      edge += Number(isSet(body, 0, j, k)) + Number(isSet(body, nx - 1, j, k));
      for (let i = 0; i < nx; i++) all += Number(isSet(body, i, j, k)) / nx;
    }
    for (let i = 0; i < nx; i++) edge += Number(isSet(body, i, 0, k)) + Number(isSet(body, i, ny - 1, k));
  }
  return all === 0 ? 0 : edge / (2 * all + 1);
}

/** The body on the fine grid: coarse inside, true edge where matter meets air. */
export function fineBody(options: {
  hu: Int16Array;
  size: Vector3;
  coarse: Coarse;
  body: BitMask;
  kernels: Kernels;
  refine: (mask: BitMask) => BitMask;
}): BitMask {
  const { kernels, coarse } = options;
  const reach = 1.01 * Math.max(...coarse.spacingMm);
  const inside = options.refine(kernels.erode(options.body, { radiusMm: reach, spacingMm: coarse.spacingMm }));
  const around = options.refine(kernels.dilate(options.body, { radiusMm: reach, spacingMm: coarse.spacingMm }));
  const matter = kernels.threshold(options.hu, { size: options.size, low: MATTER_HU, high: 32767 });
  return kernels.or(kernels.and(matter, around), inside);
}

export interface AirSpaces {
  readonly lung: BitMask;
  readonly airway: BitMask;
  readonly gas: BitMask;
}

const LUNG_HU = { low: -950, high: -500 };
/** A lung (or what is seen of it) is larger than this; bowel gas as large is emptier. */
const LUNG_LEAST_MM3 = 40_000;
/** Share of voxels in the lung's range that parts parenchyma from gas. */
const LUNG_SHARE = 0.5;
const GAS_HU = -850;

/** Enclosed air, told apart by how empty it is and by size. */
export function airSpaces(coarse: Coarse, inner: BitMask, kernels: Kernels): AirSpaces {
  const { size, spacingMm, hu } = coarse;
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const low = kernels.and(kernels.threshold(hu, { size, low: -32768, high: LUNG_HU.high }), inner);
  const components = kernels.components(low, { connectivity: 6 });
  const inRange = new Float64Array(components.count);
  for (let run = 0; run < components.row.length; run++) {
    const from = components.row[run] * size[0];
    for (let i = components.start[run]; i <= components.end[run]; i++) if (hu[from + i] >= LUNG_HU.low) inRange[components.label[run]]++;
  }
  const isLung = (c: number): boolean =>
    components.voxels[c] * voxelMm3 >= LUNG_LEAST_MM3 && inRange[c] >= LUNG_SHARE * components.voxels[c];
  const air = kernels.select(components, isLung);
  const gasLike = kernels.select(components, (c) => !isLung(c));
  // Inside the lungs' component, airways are what stays empty after small vessels and noise are averaged out.
  const empty = kernels.open(
    maskWhere(size, (offset) => hu[offset] < LUNG_HU.low),
    { radiusMm: 1.5 * Math.max(spacingMm[0], spacingMm[1]), spacingMm },
  );
  const airway = kernels.and(kernels.copy(air), empty);
  const gas = kernels.and(gasLike, kernels.threshold(hu, { size, low: -32768, high: GAS_HU + 350 }));
  return { lung: kernels.andNot(air, airway), airway, gas };
}
