import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { Vector3 } from '../../../src/core/index.ts';
import { drawPane, type Overlay, type PaneView, pick } from './draw.ts';
import { LAYOUT, type PlaneName, planeShape, type ViewVolume } from './planes.ts';

/** A press that moves less than this is a click, in CSS pixels. */
const CLICK_PX = 3;

/** One plane on a canvas. Wheel scrolls, a click sets the cross, dragging changes the window. */
export function Pane(props: {
  volume: ViewVolume;
  plane: PlaneName;
  cross: Vector3;
  zoom: number;
  grey: Uint8Array;
  overlays: readonly Overlay[];
  note: string;
  active: boolean;
  onActive: () => void;
  onScroll: (slices: number) => void;
  onCross: (index: Vector3) => void;
  onWindow: (change: { width: number; level: number }) => void;
}) {
  const { volume, plane, cross, zoom, grey, overlays, note, active } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const scratch = useRef<HTMLCanvasElement | null>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const pressed = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  const scroll = useRef(props.onScroll);
  scroll.current = props.onScroll;
  const pixelRatio = globalThis.devicePixelRatio || 1;
  const view: PaneView = {
    plane,
    cross,
    zoom,
    pixelRatio,
    width: Math.round(size.width * pixelRatio),
    height: Math.round(size.height * pixelRatio),
  };

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const measure = (): void => setSize({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      scroll.current(Math.sign(event.deltaY));
    };
    // React's own wheel handler is passive and could not keep the page from moving
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', wheel);
    };
  }, []);

  useEffect(() => {
    const element = canvas.current;
    if (!element || !view.width || !view.height) return;
    scratch.current ??= document.createElement('canvas');
    element.width = view.width;
    element.height = view.height;
    const context = element.getContext('2d');
    if (context) drawPane(context, scratch.current, volume, view, grey, overlays, note);
  });

  const at = (event: PointerEvent): { x: number; y: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: (event.clientX - box.left) * pixelRatio, y: (event.clientY - box.top) * pixelRatio };
  };
  const slices = planeShape(volume.grid, plane).slices;
  const slice = cross[LAYOUT[plane].through];
  return (
    <canvas
      ref={canvas}
      className={active ? 'pane active' : 'pane'}
      tabIndex={0}
      role="img"
      aria-label={`${plane} slice ${slice + 1} of ${slices}`}
      data-plane={plane}
      onFocus={props.onActive}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        pressed.current = { x: event.clientX, y: event.clientY, moved: false };
        props.onActive();
      }}
      onPointerMove={(event) => {
        const from = pressed.current;
        if (!from) return;
        const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
        if (!from.moved && Math.hypot(dx, dy) < CLICK_PX) return;
        pressed.current = { x: event.clientX, y: event.clientY, moved: true };
        props.onWindow({ width: dx * 2, level: dy * 2 });
      }}
      onPointerUp={(event) => {
        const from = pressed.current;
        pressed.current = null;
        if (!from || from.moved) return;
        const index = pick(volume, view, at(event));
        if (index) props.onCross(index);
      }}
      onPointerCancel={() => {
        pressed.current = null;
      }}
    />
  );
}
