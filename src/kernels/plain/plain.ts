import { closeMask, dilateMask, erodeMask, openMask } from '../ball/index.ts';
import { distanceField } from '../distance/index.ts';
import { andMask, andNotMask, boundingBox, copyMask, countVoxels, createMask, notMask, orMask, thresholdMask } from '../mask/index.ts';
import { componentStatistics } from '../measure/index.ts';
import { fillMaskHoles, labelComponents, reconstructMask, selectComponents } from '../runs/index.ts';
import { applySeparable } from '../separable/index.ts';
import { deconvolve, withShapeModel } from '../shape/index.ts';
import { downsampleVoxels, smoothThresholdMask, smoothVoxels } from '../smooth/index.ts';
import type { Kernels } from '../types.ts';

/** The kernels in plain TypeScript: one thread, no compiled code; the reference that the fast ones are held to. */
export function createPlainKernels(): Kernels {
  return {
    kind: 'plain',
    threads: 1,
    allocateVoxels: (count) => new Int16Array(count),
    release: () => {},
    emptyMask: createMask,
    threshold: thresholdMask,
    and: andMask,
    or: orMask,
    andNot: andNotMask,
    not: notMask,
    copy: copyMask,
    count: countVoxels,
    boundingBox,
    dilate: dilateMask,
    erode: erodeMask,
    close: closeMask,
    open: openMask,
    fillHoles: fillMaskHoles,
    components: labelComponents,
    select: selectComponents,
    reconstruct: reconstructMask,
    distance: distanceField,
    smooth: smoothVoxels,
    smoothThreshold: smoothThresholdMask,
    downsample: downsampleVoxels,
    statistics: componentStatistics,
    separable: applySeparable,
    shape: withShapeModel,
    deconvolve,
  };
}
