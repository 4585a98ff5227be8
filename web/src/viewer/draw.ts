import type { Grid, Vector3 } from '../../../src/core/index.ts';
import { indexToPatient } from '../../../src/core/index.ts';
import type { Mark } from '../model/marks.ts';
import { markWords, readMark, sampleOfPoint } from './measure.ts';
import { type Overlay, shapeOnSlice } from './overlays.ts';
import { LAYOUT, type PlaneName, paintSlice, planeShape, sampleOf, slabMaximum, slabOf, type ViewVolume } from './planes.ts';
import { type Matrix, matrixOf, type PaneSize, type PaneView, type Spot, scaleOf, sidesOf, toDevice } from './transform.ts';
import { LOWEST_HU } from './windows.ts';

/** A piece that is no calcification, as a box in continuous indices. */
export interface ExcludedBox {
  readonly key: string;
  readonly reason: string;
  readonly low: Vector3;
  readonly high: Vector3;
  readonly selected: boolean;
}

/** The picture of a slice, kept between frames. */
export interface Picture {
  readonly canvas: HTMLCanvasElement;
  image: ImageData | null;
  maximum: Int16Array | null;
  painted: string;
}

export const newPicture = (): Picture => ({ canvas: document.createElement('canvas'), image: null, maximum: null, painted: '' });

export interface ImageScene {
  readonly volume: ViewVolume;
  readonly plane: PlaneName;
  readonly slice: number;
  /** 0 = one slice. */
  readonly slabMm: number;
  readonly table: Uint32Array;
  readonly view: PaneView;
  readonly size: PaneSize;
  /** Counts up when voxels of the volume changed in place, as while it is being read. */
  readonly revision: number;
}

/**
 * Canvases in the machine's memory: slices are painted there, and a browser that draws on an emulated graphics card would
 * carry every one of them over to it and back.
 */
export const IN_MEMORY: CanvasRenderingContext2DSettings = { willReadFrequently: true };

let tables = 0;
const tableNames = new WeakMap<Uint32Array, number>();
const nameOf = (table: Uint32Array): number => {
  const known = tableNames.get(table) ?? ++tables;
  tableNames.set(table, known);
  return known;
};

/** Paints the slice when it is not the one that is there already. */
function refresh(picture: Picture, scene: ImageScene): void {
  const { volume, plane, slice, slabMm, table, revision } = scene;
  const { width, height } = planeShape(volume.grid, plane);
  if (picture.canvas.width !== width || picture.canvas.height !== height || !picture.image) {
    picture.canvas.width = width;
    picture.canvas.height = height;
    picture.image = new ImageData(width, height);
    picture.painted = '';
  }
  const key = `${plane} ${slice} ${slabMm} ${nameOf(table)} ${revision}`;
  if (picture.painted === key) return;
  const pixels = new Uint32Array(picture.image.data.buffer);
  if (slabMm > 0) {
    picture.maximum ??= new Int16Array(width * height);
    if (picture.maximum.length !== width * height) picture.maximum = new Int16Array(width * height);
    slabMaximum(volume, plane, slabOf(volume.grid, plane, slice, slabMm), picture.maximum);
    for (let at = 0; at < pixels.length; at++) pixels[at] = table[picture.maximum[at] - LOWEST_HU];
  } else paintSlice(volume, plane, slice, table, pixels);
  picture.canvas.getContext('2d', IN_MEMORY)?.putImageData(picture.image, 0, 0);
  picture.painted = key;
}

/** The grey slice. */
export function drawImageLayer(context: CanvasRenderingContext2D, picture: Picture, scene: ImageScene): void {
  refresh(picture, scene);
  const { size } = scene;
  const m = matrixOf(scene.volume.grid, scene.plane, scene.view, size);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = '#000';
  context.fillRect(0, 0, size.width, size.height);
  context.setTransform(m.a, m.b, m.c, m.d, m.e, m.f);
  context.imageSmoothingEnabled = true;
  context.drawImage(picture.canvas, 0, 0);
  context.setTransform(1, 0, 0, 1, 0, 0);
}

/** What is drawn over an image, as its pane is told it. */
export interface Drawn {
  readonly volume: ViewVolume;
  readonly plane: PlaneName;
  readonly cross: Vector3;
  readonly view: PaneView;
  readonly overlays: readonly Overlay[];
  readonly excluded: readonly ExcludedBox[];
  readonly marks: readonly Mark[];
  readonly selectedMark: string | null;
  readonly fillShare: number;
  readonly slabMm: number;
  readonly note: string;
  /** Which scan it is, and of what day; at the top right. */
  readonly title: string;
}

export interface MarkScene extends Drawn {
  readonly size: PaneSize;
  /** Pointer in device pixels; what lies under it is never covered. */
  readonly pointer: Spot | null;
  /** Brush radius in mm while painting. */
  readonly brushMm: number | null;
}

const MARGIN = 8;
const BARS_MM = [1, 2, 5, 10, 20, 50, 100] as const;
const BAR_SHARE = 0.3;
/** Free of any overlay about the pointer, CSS pixels. */
const HOLE_PX = 13;
const LINE_PX = 16;
const INK = '#dfe6ec';
const SHADE = '#000c';
const MARK_INK = '#7fe0d0';
const PRIOR_INK = '#ffd75e';
const font = (scene: { size: PaneSize }, bold = false): string =>
  `${bold ? 'bold ' : ''}${Math.round(12 * scene.size.pixelRatio)}px system-ui, "DejaVu Sans", sans-serif`;

function say(context: CanvasRenderingContext2D, words: string, at: Spot, align: CanvasTextAlign, base: CanvasTextBaseline): void {
  context.textAlign = align;
  context.textBaseline = base;
  context.strokeText(words, at.x, at.y);
  context.fillText(words, at.x, at.y);
}

function inked(context: CanvasRenderingContext2D, scene: MarkScene, colour: string, bold = false): void {
  context.font = font(scene, bold);
  context.lineWidth = 3 * scene.size.pixelRatio;
  context.strokeStyle = SHADE;
  context.fillStyle = colour;
}

const moved = (path: Path2D, m: Matrix): Path2D => {
  const out = new Path2D();
  out.addPath(path, new DOMMatrix([m.a, m.b, m.c, m.d, m.e, m.f]));
  return out;
};

function drawLesion(context: CanvasRenderingContext2D, scene: MarkScene, m: Matrix, overlay: Overlay): void {
  const { size, plane, volume, cross } = scene;
  const shape = shapeOnSlice(volume.grid, plane, cross[LAYOUT[plane].through], overlay.voxels);
  if (!shape) return;
  const edge = moved(shape.edge, m);
  if (scene.fillShare > 0 && !overlay.rejected) {
    context.globalAlpha = scene.fillShare;
    context.fillStyle = overlay.colour;
    context.fill(moved(shape.fill, m));
    context.globalAlpha = 1;
  }
  context.lineCap = 'round';
  context.setLineDash(overlay.rejected ? [2 * size.pixelRatio, 4 * size.pixelRatio] : []);
  context.strokeStyle = '#000a';
  context.lineWidth = (overlay.selected ? 4 : 3) * size.pixelRatio;
  context.stroke(edge);
  context.strokeStyle = overlay.colour;
  context.lineWidth = (overlay.selected ? 2.2 : 1.3) * size.pixelRatio;
  context.stroke(edge);
  context.setLineDash([]);
  inked(context, scene, overlay.colour, overlay.selected);
  const at = toDevice(m, { x: shape.right, y: shape.top });
  say(context, overlay.name, { x: at.x + 4 * size.pixelRatio, y: at.y }, 'left', 'bottom');
}

function drawExcluded(context: CanvasRenderingContext2D, scene: MarkScene, m: Matrix, box: ExcludedBox): void {
  const { volume, plane, size, cross } = scene;
  const through = LAYOUT[plane].through;
  if (cross[through] < Math.floor(box.low[through]) || cross[through] > Math.ceil(box.high[through])) return;
  const a = sampleOf(volume.grid, plane, box.low);
  const b = sampleOf(volume.grid, plane, box.high);
  const p = toDevice(m, { x: a.x + 0.5, y: a.y + 0.5 });
  const q = toDevice(m, { x: b.x + 0.5, y: b.y + 0.5 });
  const [left, top] = [Math.min(p.x, q.x) - 2, Math.min(p.y, q.y) - 2];
  context.strokeStyle = box.selected ? '#ffd75e' : '#b9c3cc';
  context.lineWidth = (box.selected ? 2 : 1) * size.pixelRatio;
  context.setLineDash([4 * size.pixelRatio, 3 * size.pixelRatio]);
  context.strokeRect(left, top, Math.abs(p.x - q.x) + 4, Math.abs(p.y - q.y) + 4);
  context.setLineDash([]);
  if (!box.selected) return;
  inked(context, scene, context.strokeStyle as string);
  say(context, `not counted: ${box.reason}`, { x: left, y: top - 2 }, 'left', 'bottom');
}

function drawMark(context: CanvasRenderingContext2D, scene: MarkScene, m: Matrix, mark: Mark): void {
  const { volume, plane, cross, size } = scene;
  const places = mark.pointsMm.map((point) => sampleOfPoint(volume.grid, plane, point));
  const slice = cross[LAYOUT[plane].through];
  // a length is seen wherever both its ends lie in the slice; a region only in the plane it was drawn in
  if (mark.kind === 'ellipse' && mark.plane !== plane) return;
  if (places.some((each) => each.slice !== slice)) return;
  const points = places.map((each) => toDevice(m, each));
  const colour = mark.id === scene.selectedMark ? '#ffd75e' : MARK_INK;
  context.beginPath();
  const reach = 4 * size.pixelRatio;
  if (mark.kind === 'ellipse') {
    const [p, q] = points;
    context.ellipse((p.x + q.x) / 2, (p.y + q.y) / 2, Math.abs(p.x - q.x) / 2, Math.abs(p.y - q.y) / 2, 0, 0, 2 * Math.PI);
  } else {
    if (points.length > 1) {
      context.moveTo(points[0].x, points[0].y);
      context.lineTo(points[1].x, points[1].y);
    }
    for (const { x, y } of points) {
      context.moveTo(x - reach, y);
      context.lineTo(x - 1, y);
      context.moveTo(x + 1, y);
      context.lineTo(x + reach, y);
      context.moveTo(x, y - reach);
      context.lineTo(x, y - 1);
      context.moveTo(x, y + 1);
      context.lineTo(x, y + reach);
    }
  }
  context.strokeStyle = '#000a';
  context.lineWidth = 3 * size.pixelRatio;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = 1.4 * size.pixelRatio;
  context.stroke();
  inked(context, scene, colour);
  const last = points.reduce((most, each) => (each.x > most.x ? each : most));
  const lines = `${mark.id}  ${markWords(readMark(volume, mark))}`.split('; ');
  const widest = Math.max(...lines.map((line) => context.measureText(line).width));
  const atEnd = last.x + widest + 12 * size.pixelRatio > size.width;
  const x = last.x + (atEnd ? -8 : 8) * size.pixelRatio;
  lines.forEach((line, n) => {
    say(context, line, { x, y: last.y + n * LINE_PX * size.pixelRatio }, atEnd ? 'right' : 'left', 'middle');
  });
}

function drawCross(context: CanvasRenderingContext2D, scene: MarkScene, m: Matrix): void {
  const { volume, plane, cross, size } = scene;
  const sample = sampleOf(volume.grid, plane, cross);
  const { x, y } = toDevice(m, { x: sample.x + 0.5, y: sample.y + 0.5 });
  const gap = 16 * size.pixelRatio;
  context.strokeStyle = '#9fc3e066';
  context.lineWidth = size.pixelRatio;
  context.beginPath();
  for (const [fromX, fromY, toX, toY] of [
    [0, y, x - gap, y],
    [x + gap, y, size.width, y],
    [x, 0, x, y - gap],
    [x, y + gap, x, size.height],
  ]) {
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
  }
  context.stroke();
}

const signed = (value: number): string => (value < 0 ? `−${Math.abs(value).toFixed(1)}` : value.toFixed(1));
/** Where the slice lies in patient space, along the axis it is scrolled on. */
export function positionWords(grid: Grid, plane: PlaneName, cross: Vector3): string {
  const point = indexToPatient(grid, cross);
  return { axial: `z ${signed(point[2])} mm`, coronal: `y ${signed(point[1])} mm`, sagittal: `x ${signed(point[0])} mm` }[plane];
}

function drawWords(context: CanvasRenderingContext2D, scene: MarkScene): void {
  const { volume, plane, cross, view, size } = scene;
  const { width, height, pixelRatio } = size;
  const margin = MARGIN * pixelRatio;
  const line = LINE_PX * pixelRatio;
  inked(context, scene, INK);
  const sides = sidesOf(volume.grid, plane, view);
  say(context, sides.left, { x: margin, y: height / 2 }, 'left', 'middle');
  say(context, sides.right, { x: width - margin, y: height / 2 }, 'right', 'middle');
  say(context, sides.top, { x: width / 2, y: margin }, 'center', 'top');
  say(context, sides.bottom, { x: width / 2, y: height - margin }, 'center', 'bottom');
  const { slices } = planeShape(volume.grid, plane);
  const slice = cross[LAYOUT[plane].through];
  say(context, `${plane} ${slice + 1}/${slices}`, { x: margin, y: margin }, 'left', 'top');
  say(context, positionWords(volume.grid, plane, cross), { x: margin, y: margin + line }, 'left', 'top');
  if (scene.slabMm > 0) {
    const slab = slabOf(volume.grid, plane, slice, scene.slabMm);
    const { throughMm } = planeShape(volume.grid, plane);
    say(context, `MIP ${((slab.to - slab.from + 1) * throughMm).toFixed(1)} mm`, { x: margin, y: margin + 2 * line }, 'left', 'top');
  }
  if (scene.title) {
    inked(context, scene, scene.title.startsWith('PRIOR') ? PRIOR_INK : INK, true);
    // below the letter of the upper side where a small pane has no room beside it
    const beside = context.measureText(scene.title).width + 3 * margin < width / 2;
    say(context, scene.title, { x: width - margin, y: beside ? margin : margin + line }, 'right', 'top');
    inked(context, scene, INK);
  }
  const scale = scaleOf(volume.grid, plane, view, size);
  say(context, scene.note, { x: width - margin, y: height - margin }, 'right', 'bottom');
  const bar = BARS_MM.findLast((each) => each * scale <= width * BAR_SHARE) ?? BARS_MM[0];
  context.fillRect(margin, height - margin - 3 * pixelRatio, bar * scale, 2 * pixelRatio);
  say(context, bar >= 10 ? `${bar / 10} cm` : `${bar} mm`, { x: margin, y: height - margin - 6 * pixelRatio }, 'left', 'bottom');
}

/** Outlines, marks, cross, letters and scale, on a layer of their own. */
export function drawMarkLayer(context: CanvasRenderingContext2D, scene: MarkScene): void {
  const { size, pointer } = scene;
  const m = matrixOf(scene.volume.grid, scene.plane, scene.view, size);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  context.save();
  if (pointer) {
    const free = new Path2D();
    free.rect(0, 0, size.width, size.height);
    free.arc(pointer.x, pointer.y, HOLE_PX * size.pixelRatio, 0, 2 * Math.PI);
    context.clip(free, 'evenodd');
  }
  for (const box of scene.excluded) drawExcluded(context, scene, m, box);
  for (const overlay of scene.overlays) drawLesion(context, scene, m, overlay);
  drawCross(context, scene, m);
  for (const mark of scene.marks) drawMark(context, scene, m, mark);
  context.restore();
  if (pointer && scene.brushMm !== null) {
    context.beginPath();
    context.arc(
      pointer.x,
      pointer.y,
      Math.max(2, scene.brushMm * scaleOf(scene.volume.grid, scene.plane, scene.view, size)),
      0,
      2 * Math.PI,
    );
    context.strokeStyle = '#ffd75e';
    context.lineWidth = size.pixelRatio;
    context.stroke();
  }
  drawWords(context, scene);
}
