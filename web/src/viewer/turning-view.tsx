import { useEffect, useMemo, useRef, useState } from 'react';
import type { StudyVolume } from '../model/workbench.ts';
import type { Overlay } from './overlays.ts';
import { maximumBlocks } from './solid/blocks.ts';
import { FACES, letterAlong } from './solid/space.ts';
import { lesionBlocks, projected } from './solid/turning.ts';
import { LOWEST_HU } from './windows.ts';

const DEGREES_PER_PX = 0.6;
const TURN_STEP = 6;
const TURN_MS = 90;
/** Window of the projection: calcium and bone. */
const WINDOW = { lowHu: -100, highHu: 1200 };

/** Stands where 3D would, on a machine without WebGL: a maximum projection that turns by the hand or by itself. */
export function Turning({ volume, overlays }: { volume: StudyVolume; overlays: readonly Overlay[] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [azimuth, setAzimuth] = useState(0);
  const [turning, setTurning] = useState(false);
  const dragged = useRef<number | null>(null);
  const { grid, hu, loaded } = volume;
  const blocks = useMemo(() => (loaded < 1 ? null : maximumBlocks({ grid, hu })), [grid, hu, loaded]);
  const shown = useMemo(() => overlays.filter((each) => !each.rejected).slice(0, 254), [overlays]);
  const marks = useMemo(() => blocks && lesionBlocks(grid, blocks, shown), [grid, blocks, shown]);

  useEffect(() => {
    if (!turning) return;
    const timer = setInterval(() => setAzimuth((before) => (before + TURN_STEP) % 360), TURN_MS);
    return () => clearInterval(timer);
  }, [turning]);

  useEffect(() => {
    const element = canvas.current;
    if (!element || !blocks || !marks) return;
    const { width, height, maximum, lesion } = projected(grid, blocks, marks, azimuth);
    element.width = width;
    element.height = height;
    const context = element.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    const colours = shown.map((each) => (each.colour.match(/\d+/g) ?? []).map(Number));
    for (let at = 0; at < maximum.length; at++) {
      const grey = (255 * (Math.max(LOWEST_HU, maximum[at]) - WINDOW.lowHu)) / (WINDOW.highHu - WINDOW.lowHu);
      const [red, green, blue] = lesion[at] ? colours[lesion[at] - 1] : [grey, grey, grey];
      image.data.set([red, green, blue, 255], 4 * at);
    }
    context.putImageData(image, 0, 0);
    element.dataset['azimuth'] = String(Math.round(azimuth));
  }, [grid, blocks, marks, shown, azimuth]);

  const angle = (azimuth * Math.PI) / 180;
  const right = [Math.cos(angle), 0, -Math.sin(angle)] as const;
  const wide = blocks ? Math.hypot(grid.size[0] * grid.spacingMm[0], grid.size[1] * grid.spacingMm[1]) : 1;
  const high = grid.size[2] * grid.spacingMm[2];
  return (
    <div className="pane turning">
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label={`Maximum projection, turned by ${Math.round(azimuth)} degrees`}
        data-turning=""
        style={{ aspectRatio: `${wide} / ${high}` }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          dragged.current = event.clientX;
        }}
        onPointerMove={(event) => {
          if (dragged.current === null) return;
          const by = (dragged.current - event.clientX) * DEGREES_PER_PX;
          dragged.current = event.clientX;
          setAzimuth((before) => (before + by + 360) % 360);
        }}
        onPointerUp={() => {
          dragged.current = null;
        }}
      />
      <span className="side-letter at-left">{letterAlong([-right[0], 0, -right[2]])}</span>
      <span className="side-letter at-right">{letterAlong([right[0], 0, right[2]])}</span>
      <div className="faces">
        {FACES.filter((each) => each.elevation === 0).map((each) => (
          <button key={each.name} type="button" onClick={() => setAzimuth(each.azimuth)}>
            {each.name}
          </button>
        ))}
        <button type="button" aria-pressed={turning} onClick={() => setTurning(!turning)}>
          Turn
        </button>
      </div>
      <p className="note">WebGL is not available here: a maximum projection stands in for 3D. Everything else works as it does.</p>
    </div>
  );
}
