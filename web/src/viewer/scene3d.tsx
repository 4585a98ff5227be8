import { useEffect, useMemo, useRef, useState } from 'react';
import type { Vector3 } from '../../../src/core/index.ts';
import type { StudyVolume } from '../model/workbench.ts';
import type { Overlay } from './overlays.ts';
import { denseBlocks, maximumBlocks } from './solid/blocks.ts';
import { openScene, type SolidScene } from './solid/scene.ts';
import { FACES } from './solid/space.ts';
import { type Surfaces, startSurfaces } from './solid/surfaces.ts';
import { Turning } from './turning-view.tsx';

interface Props {
  readonly volume: StudyVolume;
  readonly overlays: readonly Overlay[];
  readonly cross: Vector3;
  readonly onSelect: (lesionId: string | null) => void;
}

/** Lesions coloured by group within translucent bone; without WebGL a projection that turns. */
export default function Scene3d(props: Props) {
  const [missing, setMissing] = useState(false);
  return missing ? <Turning volume={props.volume} overlays={props.overlays} /> : <Solid {...props} onMissing={() => setMissing(true)} />;
}

const CLICK_PX = 4;

function Solid({ volume, overlays, cross, onSelect, onMissing }: Props & { onMissing: () => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scene = useRef<SolidScene | null>(null);
  const surfaces = useRef<Surfaces | null>(null);
  const [ready, setReady] = useState(0);
  const [sides, setSides] = useState({ left: '', right: '', top: '', bottom: '' });
  const [note, setNote] = useState('Surfaces are being made …');
  const [share, setShare] = useState(0.28);
  const pressed = useRef<{ x: number; y: number } | null>(null);
  const missing = useRef(onMissing);
  missing.current = onMissing;
  const { grid, bone, loaded } = volume;

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    let frames = 0;
    const opened = openScene(element, {
      sides: (next) =>
        setSides((before) => ((['left', 'right', 'top', 'bottom'] as const).every((each) => before[each] === next[each]) ? before : next)),
      lost: () => missing.current(),
      drawn: () => {
        frames++;
        element.dataset['frames'] = String(frames);
      },
    });
    if (!opened) {
      missing.current();
      return;
    }
    scene.current = opened;
    surfaces.current = startSurfaces();
    const size = (): void => opened.resize(element.clientWidth, element.clientHeight);
    const observer = new ResizeObserver(size);
    observer.observe(element);
    size();
    setReady((before) => before + 1);
    return () => {
      observer.disconnect();
      opened.close();
      surfaces.current?.close();
      scene.current = null;
    };
  }, []);

  useEffect(() => {
    if (!ready || loaded < 1) return;
    let gone = false;
    const blocks = bone ?? denseBlocks(maximumBlocks({ grid, hu: volume.hu }));
    void surfaces.current?.bone(blocks).then((surface) => {
      if (gone) return;
      scene.current?.setBone(surface, grid);
      setNote(bone ? '' : 'Grey: everything dense, bone not told apart.');
    });
    return () => {
      gone = true;
    };
  }, [ready, grid, volume.hu, bone, loaded]);

  useEffect(() => {
    if (!ready) return;
    let gone = false;
    const shown = overlays.filter((each) => !each.rejected && each.id);
    void Promise.all(
      shown.map(async ({ id, colour, selected, voxels }) => {
        const surface = await surfaces.current?.lesion(grid, voxels);
        return surface ? [{ id, colour, selected, surface }] : [];
      }),
    ).then((all) => {
      if (!gone) scene.current?.setLesions(all.flat(), grid);
    });
    return () => {
      gone = true;
    };
  }, [ready, overlays, grid]);

  useEffect(() => {
    if (ready) scene.current?.setCross(cross, grid);
  }, [ready, cross, grid]);

  return (
    <div className="pane solid">
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label="Lesions and bone in 3D"
        data-solid=""
        onPointerDown={(event) => {
          pressed.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerUp={(event) => {
          const from = pressed.current;
          if (!from || Math.hypot(event.clientX - from.x, event.clientY - from.y) > CLICK_PX) return;
          const box = event.currentTarget.getBoundingClientRect();
          const id = scene.current?.pick(
            (2 * (event.clientX - box.left)) / box.width - 1,
            1 - (2 * (event.clientY - box.top)) / box.height,
          );
          if (id) onSelect(id);
        }}
      />
      <Sides sides={sides} />
      <div className="faces">
        {FACES.map((each) => (
          <button key={each.name} type="button" onClick={() => scene.current?.look(each)}>
            {each.name}
          </button>
        ))}
        <label>
          Bone
          <input
            type="range"
            min={0}
            max={1}
            step={0.05}
            value={share}
            onChange={(event) => {
              setShare(Number(event.target.value));
              scene.current?.setBoneShare(Number(event.target.value));
            }}
          />
        </label>
      </div>
      {note && <p className="note">{note}</p>}
    </div>
  );
}

export function Sides({ sides }: { sides: { left: string; right: string; top: string; bottom: string } }) {
  const letters = useMemo(() => Object.entries(sides), [sides]);
  return (
    <>
      {letters.map(([where, letter]) => (
        <span key={where} className={`side-letter at-${where}`}>
          {letter}
        </span>
      ))}
    </>
  );
}
