import type { Vector3 } from '../../../src/core/index.ts';
import { outline } from '../../../src/report/index.ts';
import { indexOf, LAYOUT, maskOnSlice, type PlaneName, paintSlice, planeShape, sampleOf, sidesOf, type ViewVolume } from './planes.ts';

/** What one pane shows. Sizes in device pixels. */
export interface PaneView {
  readonly plane: PlaneName;
  /** Voxel index of the cross. */
  readonly cross: Vector3;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

export interface Overlay {
  readonly id: string;
  readonly number: number;
  readonly colour: string;
  readonly voxels: Int32Array;
  /** Lowest and highest voxel index, inclusive. */
  readonly low: Vector3;
  readonly high: Vector3;
  readonly selected: boolean;
}

export interface Frame {
  /** Device pixels per sample. */
  readonly scaleX: number;
  readonly scaleY: number;
  /** Device position of the corner of sample (0, 0). */
  readonly left: number;
  readonly top: number;
}

const PAD = 0.98;

/** Fits the plane into the pane in true proportion; enlarged, it is centred on the cross. */
export function frameOf(volume: ViewVolume, view: PaneView): Frame {
  const shape = planeShape(volume.grid, view.plane);
  const fit = Math.min(view.width / (shape.width * shape.acrossMm), view.height / (shape.height * shape.downMm)) * PAD;
  const perMm = fit * view.zoom;
  const scaleX = perMm * shape.acrossMm;
  const scaleY = perMm * shape.downMm;
  const at = sampleOf(volume.grid, view.plane, view.cross);
  const centreX = view.zoom > 1 ? at.x + 0.5 : shape.width / 2;
  const centreY = view.zoom > 1 ? at.y + 0.5 : shape.height / 2;
  return { scaleX, scaleY, left: view.width / 2 - centreX * scaleX, top: view.height / 2 - centreY * scaleY };
}

/** Voxel index under a device pixel, or null beside the volume. */
export function pick(volume: ViewVolume, view: PaneView, at: { x: number; y: number }): [number, number, number] | null {
  const frame = frameOf(volume, view);
  const x = Math.floor((at.x - frame.left) / frame.scaleX);
  const y = Math.floor((at.y - frame.top) / frame.scaleY);
  const shape = planeShape(volume.grid, view.plane);
  if (x < 0 || y < 0 || x >= shape.width || y >= shape.height) return null;
  return indexOf(volume.grid, view.plane, { x, y, slice: view.cross[LAYOUT[view.plane].through] });
}

const MARGIN = 8;
const LINE = 1.3;
const BARS_MM = [2, 5, 10, 20, 50, 100] as const;
const BAR_SHARE = 0.3;

function drawWords(context: CanvasRenderingContext2D, volume: ViewVolume, view: PaneView, frame: Frame, note: string): void {
  const { width, height, pixelRatio } = view;
  const sides = sidesOf(volume.grid, view.plane);
  const size = Math.round(12 * pixelRatio);
  const margin = MARGIN * pixelRatio;
  context.font = `${size}px system-ui, "DejaVu Sans", sans-serif`;
  context.lineWidth = 3 * pixelRatio;
  context.strokeStyle = '#000c';
  context.fillStyle = '#dfe6ec';
  const say = (words: string, x: number, y: number, align: CanvasTextAlign, base: CanvasTextBaseline): void => {
    context.textAlign = align;
    context.textBaseline = base;
    context.strokeText(words, x, y);
    context.fillText(words, x, y);
  };
  say(sides.left, margin, height / 2, 'left', 'middle');
  say(sides.right, width - margin, height / 2, 'right', 'middle');
  say(sides.top, width / 2, margin, 'center', 'top');
  say(sides.bottom, width / 2, height - margin, 'center', 'bottom');
  const shape = planeShape(volume.grid, view.plane);
  say(`${view.plane} ${view.cross[LAYOUT[view.plane].through] + 1}/${shape.slices}`, margin, margin, 'left', 'top');
  const [nx, ny] = volume.grid.size;
  const here = volume.hu[view.cross[0] + nx * (view.cross[1] + ny * view.cross[2])];
  say(note, width - margin, height - margin, 'right', 'bottom');
  say(`${here} HU`, width - margin, height - margin - size * LINE, 'right', 'bottom');
  const perMm = frame.scaleX / shape.acrossMm;
  const length = BARS_MM.findLast((each) => each * perMm <= width * BAR_SHARE) ?? BARS_MM[0];
  context.fillRect(margin, height - margin - 3 * pixelRatio, length * perMm, 2 * pixelRatio);
  say(length >= 10 ? `${length / 10} cm` : `${length} mm`, margin, height - margin - 6 * pixelRatio, 'left', 'bottom');
}

function drawCross(context: CanvasRenderingContext2D, volume: ViewVolume, view: PaneView, frame: Frame): void {
  const at = sampleOf(volume.grid, view.plane, view.cross);
  const x = frame.left + (at.x + 0.5) * frame.scaleX;
  const y = frame.top + (at.y + 0.5) * frame.scaleY;
  const gap = 16 * view.pixelRatio;
  context.strokeStyle = '#9fc3e055';
  context.lineWidth = view.pixelRatio;
  context.beginPath();
  for (const [fromX, fromY, toX, toY] of [
    [0, y, x - gap, y],
    [x + gap, y, view.width, y],
    [x, 0, x, y - gap],
    [x, y + gap, x, view.height],
  ]) {
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
  }
  context.stroke();
}

function drawOverlay(context: CanvasRenderingContext2D, volume: ViewVolume, view: PaneView, frame: Frame, overlay: Overlay): void {
  const slice = view.cross[LAYOUT[view.plane].through];
  const through = LAYOUT[view.plane].through;
  if (slice < overlay.low[through] || slice > overlay.high[through]) return;
  const mask = maskOnSlice(volume.grid, view.plane, slice, overlay.voxels);
  if (!mask) return;
  const shape = planeShape(volume.grid, view.plane);
  const x = (sample: number): number => frame.left + (sample + 0.5) * frame.scaleX;
  const y = (sample: number): number => frame.top + (sample + 0.5) * frame.scaleY;
  const lines = outline({ width: shape.width, height: shape.height, inside: mask });
  context.beginPath();
  let right = Number.NEGATIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  for (const { from, to } of lines) {
    context.moveTo(x(from.x), y(from.y));
    context.lineTo(x(to.x), y(to.y));
    right = Math.max(right, x(from.x));
    top = Math.min(top, y(from.y));
  }
  context.lineCap = 'round';
  context.strokeStyle = '#000a';
  context.lineWidth = (overlay.selected ? 4 : 3) * view.pixelRatio;
  context.stroke();
  context.strokeStyle = overlay.colour;
  context.lineWidth = (overlay.selected ? 2.2 : 1.3) * view.pixelRatio;
  context.stroke();
  context.font = `${overlay.selected ? 'bold ' : ''}${Math.round(12 * view.pixelRatio)}px system-ui, "DejaVu Sans", sans-serif`;
  context.textAlign = 'left';
  context.textBaseline = 'bottom';
  context.strokeStyle = '#000c';
  context.lineWidth = 3 * view.pixelRatio;
  context.strokeText(String(overlay.number), right + 3 * view.pixelRatio, top);
  context.fillStyle = overlay.colour;
  context.fillText(String(overlay.number), right + 3 * view.pixelRatio, top);
}

/** One pane: grey slice, outlines, cross, letters and scale. `scratch` keeps the slice's picture between frames. */
export function drawPane(
  context: CanvasRenderingContext2D,
  scratch: HTMLCanvasElement,
  volume: ViewVolume,
  view: PaneView,
  grey: Uint8Array,
  overlays: readonly Overlay[],
  note: string,
): void {
  const shape = planeShape(volume.grid, view.plane);
  if (scratch.width !== shape.width || scratch.height !== shape.height) {
    scratch.width = shape.width;
    scratch.height = shape.height;
  }
  const picture = scratch.getContext('2d');
  if (!picture) return;
  const image = picture.createImageData(shape.width, shape.height);
  paintSlice(volume, view.plane, view.cross[LAYOUT[view.plane].through], grey, image.data);
  picture.putImageData(image, 0, 0);
  const frame = frameOf(volume, view);
  context.fillStyle = '#000';
  context.fillRect(0, 0, view.width, view.height);
  context.imageSmoothingEnabled = true;
  context.drawImage(scratch, frame.left, frame.top, shape.width * frame.scaleX, shape.height * frame.scaleY);
  for (const overlay of overlays) drawOverlay(context, volume, view, frame, overlay);
  drawCross(context, volume, view, frame);
  drawWords(context, volume, view, frame, note);
}
