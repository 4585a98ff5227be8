import { type PointerEvent, type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Vector3 } from '../../../src/core/index.ts';
import { type Drawn, drawImageLayer, drawMarkLayer, IN_MEMORY, newPicture, type Picture } from './draw.ts';
import { pointOfSample } from './measure.ts';
import { indexOf, LAYOUT, type PlaneName, planeShape } from './planes.ts';
import type { Tool } from './tools.ts';
import { matrixOf, type PaneSize, type PaneView, pannedBy, type Spot, toSample, zoomedAt } from './transform.ts';

/** A press that moves less than this is a click, in CSS pixels. */
const CLICK_PX = 3;
const ZOOM_PER_PX = 0.008;
const WINDOW_HU_PER_PX = 2;

export interface PaneProps extends Omit<Drawn, 'view'> {
  /** Told apart from the pane of the prior, which shows the same plane. */
  readonly of: 'current' | 'prior';
  /** A prior's view follows from the current one and the size of the pane. */
  readonly view: PaneView | ((size: PaneSize) => PaneView);
  readonly revision: number;
  readonly table: Uint32Array;
  readonly active: boolean;
  readonly tool: Tool;
  readonly brushMm: number;
  /** Size as last measured, for commands that need it. */
  readonly sizes: RefObject<Partial<Record<PlaneName, PaneSize>>>;
  readonly onActive: () => void;
  readonly onScroll: (steps: number) => void;
  readonly onCross: (index: Vector3) => void;
  readonly onView: (change: (before: PaneView) => PaneView, size: PaneSize) => void;
  readonly onWindow: (change: { width: number; level: number }) => void;
  /** A mark drawn from one point to another; told while it is being drawn, and at its end. */
  readonly onDraw: (from: Vector3, to: Vector3, done: boolean) => void;
  /** Voxels under the brush or pointer; `done` at the end of a stroke. */
  readonly onStroke: (index: Vector3 | null, done: boolean) => void;
  readonly onHover: (index: Vector3 | null) => void;
  /** Words that lie over the image. */
  readonly children?: ReactNode;
}

type Drag = { kind: 'tool' | 'pan' | 'zoom'; x: number; y: number; moved: boolean; from: Vector3 | null };

/** One plane on two canvases: the image below, what is drawn on it above. */
export function Pane(props: PaneProps) {
  const { volume, plane, cross, active, tool } = props;
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const picture = useRef<Picture | null>(null);
  const [box, setBox] = useState({ width: 0, height: 0 });
  const [pointer, setPointer] = useState<Spot | null>(null);
  const drag = useRef<Drag | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const pixelRatio = globalThis.devicePixelRatio || 1;
  const size: PaneSize = { width: Math.round(box.width * pixelRatio), height: Math.round(box.height * pixelRatio), pixelRatio };
  const { width, height } = size;
  const asked = props.view;
  const view = useMemo(
    () => (typeof asked === 'function' ? asked({ width, height, pixelRatio }) : asked),
    [asked, width, height, pixelRatio],
  );
  const { slices } = planeShape(volume.grid, plane);
  const slice = cross[LAYOUT[plane].through];

  useEffect(() => {
    const element = above.current;
    if (!element) return;
    const measure = (): void => setBox({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { onScroll, onView, volume: now, plane: which } = latest.current;
      if (!event.ctrlKey) {
        onScroll(Math.sign(event.deltaY));
        return;
      }
      const ratio = globalThis.devicePixelRatio || 1;
      const rect = element.getBoundingClientRect();
      const at = { x: (event.clientX - rect.left) * ratio, y: (event.clientY - rect.top) * ratio };
      const whole = { width: Math.round(rect.width * ratio), height: Math.round(rect.height * ratio), pixelRatio: ratio };
      onView((before) => zoomedAt(now.grid, which, before, whole, { factor: event.deltaY < 0 ? 1.15 : 1 / 1.15, at }), whole);
    };
    // React's own wheel handler is passive and could not keep the page from moving
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', wheel);
    };
  }, []);

  props.sizes.current[plane] = size;
  const { slabMm, table, revision } = props;
  // drawn with the page's own frame, not after it
  useLayoutEffect(() => {
    const element = below.current;
    if (!element || !width || !height) return;
    picture.current ??= newPicture();
    if (element.width !== width || element.height !== height) {
      element.width = width;
      element.height = height;
    }
    const context = element.getContext('2d', { ...IN_MEMORY, alpha: false });
    if (!context) return;
    const whole = { width, height, pixelRatio };
    drawImageLayer(context, picture.current, { volume, plane, slice, slabMm, table, view, size: whole, revision });
    element.dataset['slice'] = String(slice + 1);
  }, [volume, plane, slice, slabMm, table, view, width, height, pixelRatio, revision]);

  useLayoutEffect(() => {
    const element = above.current;
    if (!element || !size.width || !size.height) return;
    if (element.width !== size.width || element.height !== size.height) {
      element.width = size.width;
      element.height = size.height;
    }
    const context = element.getContext('2d', IN_MEMORY);
    const brushMm = tool === 'paint' || tool === 'erase' ? props.brushMm : null;
    if (context) drawMarkLayer(context, { ...props, view, size, pointer, brushMm });
  });

  const spot = (event: PointerEvent<HTMLCanvasElement>): Spot => {
    const rect = event.currentTarget.getBoundingClientRect();
    return { x: (event.clientX - rect.left) * pixelRatio, y: (event.clientY - rect.top) * pixelRatio };
  };
  const sampleAt = (at: Spot): Spot => toSample(matrixOf(volume.grid, plane, view, size), at);
  const voxelAt = (at: Spot): Vector3 | null => {
    const sample = sampleAt(at);
    const shape = planeShape(volume.grid, plane);
    const [x, y] = [Math.floor(sample.x), Math.floor(sample.y)];
    return x < 0 || y < 0 || x >= shape.width || y >= shape.height ? null : indexOf(volume.grid, plane, { x, y, slice });
  };
  const pointAt = (at: Spot): Vector3 => pointOfSample(volume.grid, plane, { ...sampleAt(at), slice });
  const brushes = tool === 'paint' || tool === 'erase';
  const draws = tool === 'length' || tool === 'ellipse';

  const press = (event: PointerEvent<HTMLCanvasElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    props.onActive();
    const kind = event.button === 1 ? 'pan' : event.button === 2 ? 'zoom' : tool === 'pan' || tool === 'zoom' ? tool : 'tool';
    const at = spot(event);
    drag.current = { kind, x: event.clientX, y: event.clientY, moved: false, from: kind === 'tool' && draws ? pointAt(at) : null };
    if (kind === 'tool' && brushes) props.onStroke(voxelAt(at), false);
  };
  const move = (event: PointerEvent<HTMLCanvasElement>): void => {
    const at = spot(event);
    setPointer(at);
    props.onHover(voxelAt(at));
    const from = drag.current;
    if (!from) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.moved && Math.hypot(dx, dy) < CLICK_PX) return;
    drag.current = { ...from, x: event.clientX, y: event.clientY, moved: true };
    const by = { x: dx * pixelRatio, y: dy * pixelRatio };
    if (from.kind === 'pan') props.onView((before) => pannedBy(volume.grid, plane, before, size, by), size);
    else if (from.kind === 'zoom')
      props.onView((before) => zoomedAt(volume.grid, plane, before, size, { factor: Math.exp(-dy * ZOOM_PER_PX), at: null }), size);
    else if (from.from) props.onDraw(from.from, pointAt(at), false);
    else if (brushes) props.onStroke(voxelAt(at), false);
    else if (tool === 'window') props.onWindow({ width: dx * WINDOW_HU_PER_PX, level: dy * WINDOW_HU_PER_PX });
    else if (tool === 'cross') {
      const index = voxelAt(at);
      if (index) props.onCross(index);
    }
  };
  const click = (at: Spot): void => {
    const index = voxelAt(at);
    if (!index) return;
    if (tool === 'probe') props.onDraw(pointAt(at), pointAt(at), true);
    else if (tool === 'grow') props.onStroke(index, true);
    else props.onCross(index);
  };
  const release = (event: PointerEvent<HTMLCanvasElement>): void => {
    const from = drag.current;
    drag.current = null;
    if (!from) return;
    const at = spot(event);
    if (from.from && from.moved) props.onDraw(from.from, pointAt(at), true);
    else if (from.kind === 'tool' && brushes) props.onStroke(null, true);
    else if (!from.moved && event.button === 0) click(at);
  };

  const name = props.of === 'prior' ? `prior-${plane}` : plane;
  return (
    <div className={active ? 'pane active' : 'pane'} data-of={props.of}>
      <canvas ref={below} data-image={name} />
      <canvas
        ref={above}
        className="above"
        tabIndex={0}
        role="img"
        aria-label={`${props.of === 'prior' ? 'prior, ' : ''}${plane} slice ${slice + 1} of ${slices}`}
        data-plane={name}
        onFocus={props.onActive}
        onContextMenu={(event) => event.preventDefault()}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={release}
        onPointerLeave={() => {
          setPointer(null);
          props.onHover(null);
        }}
        onPointerCancel={() => {
          drag.current = null;
        }}
      />
      {props.children}
    </div>
  );
}
