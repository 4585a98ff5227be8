import { createRandom, type Progress, quiet, voxelCount } from '../../core/index.ts';
import { blurPlane, gaussian, mirror } from './blur.ts';
import { type Patch, type Plane, paintLayer, paintLesion, span } from './paint.ts';
import type { Scan, Scene } from './scene.ts';

export interface Rendered {
  readonly hu: Int16Array;
  /** Lesion number (1-based, order of the scene) where it fills at least half of the voxel. */
  readonly labels: Uint16Array;
  /** Per lesion: highest HU before noise over the voxels it fills by half, or over all it touches when none is. */
  readonly peakHu: Float64Array;
}

const AIR_HU = -1000;
const LOWEST_HU = -1024;
const HIGHEST_HU = 3071;
/** Thick slices are integrated over planes no further apart than this. */
const PLANE_MM = 1.7;
/** Noise in the air around the body is this much of that inside. */
const AIR_NOISE = 0.5;
/** Spread of the wide Gaussian that a sharp kernel takes away, in units of the narrow one. */
const UNSHARP_WIDTH = 2;

/**
 * Scans a scene on a canonical grid (axes +L, +P, +S), slice by slice: paint, integrate over the slice thickness, blur
 * in plane and along z, add seeded noise, round. Holds one int16 volume, one label volume and a handful of planes.
 */
export function render(scene: Scene, scan: Scan, progress: Progress = quiet): Rendered {
  const { grid } = scan;
  const [nx, ny, nz] = grid.size;
  const area = nx * ny;
  const hu = new Int16Array(voxelCount(grid));
  const labels = new Uint16Array(voxelCount(grid));
  const inner = new Float64Array(scene.lesions.length).fill(Number.NEGATIVE_INFINITY);
  const outer = inner.slice();
  const weightsZ = gaussian(scan.psfSigmaMm / grid.spacingMm[2]);
  const radius = weightsZ.length >> 1;
  const ring = Array.from({ length: weightsZ.length }, () => new Float32Array(area));
  const patches: Patch[][] = Array.from({ length: nz }, () => []);
  const painter = slicePainter(scene, scan);
  const noise = noiseMaker(scan);
  const mixed = new Float32Array(area);
  for (let head = 0; head < nz + radius; head++) {
    if (head < nz) patches[head] = painter(head, ring[head % ring.length]);
    const k = head - radius;
    if (k < 0) continue;
    mixed.fill(0);
    for (let r = -radius; r <= radius; r++) {
      const from = ring[mirror(k + r, nz) % ring.length];
      const w = weightsZ[r + radius];
      for (let p = 0; p < area; p++) mixed[p] += w * from[p];
    }
    for (const patch of patches[k]) settle(patch, { plane: mixed, width: nx, labels, base: k * area, inner, outer });
    patches[k] = [];
    addArtefact(scene, scan, { k, plane: mixed });
    const grain = noise();
    const base = k * area;
    for (let p = 0; p < area; p++) {
      const clean = mixed[p];
      const value = Math.round(clean + grain[p] * (clean < -900 ? AIR_NOISE : 1));
      hu[base + p] = value < LOWEST_HU ? LOWEST_HU : value > HIGHEST_HU ? HIGHEST_HU : value;
    }
    if (k % 16 === 15 || k === nz - 1) progress({ stage: 'phantom', fraction: (k + 1) / nz });
  }
  return { hu, labels, peakHu: inner.map((peak, n) => (Number.isFinite(peak) ? peak : outer[n])) };
}

function slicePainter(scene: Scene, scan: Scan): (k: number, into: Float32Array) => Patch[] {
  const { grid } = scan;
  const [nx, ny] = grid.size;
  const [dx, dy, dz] = grid.spacingMm;
  const planes = Math.max(1, Math.ceil(dz / PLANE_MM));
  const hu = new Float32Array(nx * ny);
  const scratch = new Float32Array(nx * ny);
  const soft = { width: nx, height: ny, weightsX: gaussian(scan.psfSigmaMm / dx), weightsY: gaussian(scan.psfSigmaMm / dy), scratch };
  const wide = Math.sqrt(UNSHARP_WIDTH ** 2 - 1) * scan.psfSigmaMm;
  const softer = { ...soft, weightsX: gaussian(wide / dx), weightsY: gaussian(wide / dy) };
  const copy = scan.edgeGain > 0 ? new Float32Array(nx * ny) : null;
  return (k, into) => {
    const middle = grid.originMm[2] + k * dz;
    const patches: (Patch | null)[] = scene.lesions.map((lesion, n) => {
      const { low, high } = lesion.shape.bounds;
      if (middle + dz / 2 < low[2] || middle - dz / 2 > high[2]) return null;
      const [i0, i1] = span(grid, { axis: 0, lowMm: low[0], highMm: high[0] });
      const [j0, j1] = span(grid, { axis: 1, lowMm: low[1], highMm: high[1] });
      if (i0 > i1 || j0 > j1) return null;
      const [width, height] = [i1 - i0 + 1, j1 - j0 + 1];
      return { label: n + 1, i0, j0, width, height, share: new Float32Array(width * height) };
    });
    into.fill(0);
    for (let s = 0; s < planes; s++) {
      hu.fill(AIR_HU);
      const plane: Plane = { grid, z: middle + ((s + 0.5) / planes - 0.5) * dz, depthMm: dz / planes, hu };
      for (const layer of scene.layers) paintLayer(plane, layer);
      scene.lesions.forEach((lesion, n) => {
        const patch = patches[n];
        if (patch) paintLesion(plane, { lesion, patch, weight: 1 / planes });
      });
      for (let p = 0; p < into.length; p++) into[p] += hu[p] / planes;
    }
    blurPlane(into, soft);
    if (copy) {
      copy.set(into);
      blurPlane(copy, softer);
      for (let p = 0; p < into.length; p++) into[p] += scan.edgeGain * (into[p] - copy[p]);
    }
    return patches.filter((patch) => patch !== null);
  };
}

function settle(
  patch: Patch,
  to: { plane: Float32Array; width: number; labels: Uint16Array; base: number; inner: Float64Array; outer: Float64Array },
): void {
  for (let j = 0; j < patch.height; j++)
    for (let i = 0; i < patch.width; i++) {
      const share = patch.share[i + patch.width * j];
      if (share === 0) continue;
      const at = patch.i0 + i + to.width * (patch.j0 + j);
      const value = to.plane[at];
      const n = patch.label - 1;
      to.outer[n] = Math.max(to.outer[n], value);
      if (share < 0.5) continue;
      to.inner[n] = Math.max(to.inner[n], value);
      to.labels[to.base + at] = patch.label;
    }
}

function addArtefact(scene: Scene, scan: Scan, at: { k: number; plane: Float32Array }): void {
  const { artefact } = scene;
  if (!artefact) return;
  const [nx, ny] = scan.grid.size;
  const { originMm, spacingMm } = scan.grid;
  const z = originMm[2] + at.k * spacingMm[2];
  if (z < artefact.lowZ || z > artefact.highZ) return;
  for (let j = 0; j < ny; j++)
    for (let i = 0; i < nx; i++) at.plane[i + nx * j] += artefact.hu(originMm[0] + i * spacingMm[0], originMm[1] + j * spacingMm[1], z);
}

/** A plane of noise per call: white normal values, blurred to the grain and scaled back to the wanted spread. */
function noiseMaker(scan: Scan): () => Float32Array {
  const [nx, ny] = scan.grid.size;
  const random = createRandom(scan.noiseSeed);
  const plane = new Float32Array(nx * ny);
  if (!(scan.noiseHu > 0)) return () => plane;
  const weightsX = gaussian(scan.noiseGrainMm / scan.grid.spacingMm[0]);
  const weightsY = gaussian(scan.noiseGrainMm / scan.grid.spacingMm[1]);
  const power = (w: Float64Array): number => Math.sqrt(w.reduce((sum, each) => sum + each * each, 0));
  const scale = scan.noiseHu / (power(weightsX) * power(weightsY));
  const scratch = new Float32Array(nx * ny);
  return () => {
    for (let p = 0; p < plane.length; p++) plane[p] = scale * random.normal();
    if (weightsX.length > 1 || weightsY.length > 1) blurPlane(plane, { width: nx, height: ny, weightsX, weightsY, scratch });
    return plane;
  };
}
