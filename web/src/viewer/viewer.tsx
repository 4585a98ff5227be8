import { type Ref, useEffect, useImperativeHandle, useMemo, useState } from 'react';
import type { Vector3 } from '../../../src/core/index.ts';
import { patientToIndex } from '../../../src/core/index.ts';
import { type AnalysisGroup, type AnalysisLesion, colourOfGroup } from '../../../src/report/index.ts';
import type { Command } from '../model/keys.ts';
import type { StudyVolume } from '../model/workbench.ts';
import type { Overlay } from './draw.ts';
import { Pane } from './pane.tsx';
import { LAYOUT, nearestVoxel, PLANES, type PlaneName, planeShape } from './planes.ts';
import { greyTable, PRESETS, type Window } from './windows.ts';

export interface ViewerHandle {
  /** false when the command is none of the viewer's. */
  act(command: Command): boolean;
}

const PAGE_SLICES = 10;
const ZOOM_STEP = 1.25;
const MOST_ZOOM = 12;
const NARROWEST_HU = 10;

/** Voxel box of a lesion, so that slices that miss it cost nothing. */
function boundsOf(voxels: Int32Array, size: Vector3): { low: Vector3; high: Vector3 } {
  const low: [number, number, number] = [size[0], size[1], size[2]];
  const high: [number, number, number] = [-1, -1, -1];
  for (const offset of voxels) {
    const index = [offset % size[0], Math.floor(offset / size[0]) % size[1], Math.floor(offset / (size[0] * size[1]))];
    for (let axis = 0; axis < 3; axis++) {
      if (index[axis] < low[axis]) low[axis] = index[axis];
      if (index[axis] > high[axis]) high[axis] = index[axis];
    }
  }
  return { low, high };
}

/** Lesion at a voxel: the one that holds it, or null. Offsets are ascending. */
function lesionAt(overlays: readonly Overlay[], size: Vector3, index: Vector3): string | null {
  const offset = index[0] + size[0] * (index[1] + size[1] * index[2]);
  for (const { voxels, id } of overlays) {
    let low = 0;
    let high = voxels.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (voxels[middle] === offset) return id;
      if (voxels[middle] < offset) low = middle + 1;
      else high = middle - 1;
    }
  }
  return null;
}

/** Three linked planes of a volume that the page holds. */
export function Viewer(props: {
  ref: Ref<ViewerHandle>;
  volume: StudyVolume;
  lesions: readonly AnalysisLesion[];
  groups: readonly AnalysisGroup[];
  selected: string | null;
  showOverlay: boolean;
  onSelect: (lesionId: string) => void;
  onOverlay: () => void;
}) {
  const { ref, volume, lesions, groups, selected, showOverlay, onSelect, onOverlay } = props;
  const { size } = volume.grid;
  const [cross, setCross] = useState<Vector3>(() => [size[0] >> 1, size[1] >> 1, size[2] >> 1]);
  const [active, setActive] = useState<PlaneName>('axial');
  const [preset, setPreset] = useState<number | null>(0);
  const [window, setWindow] = useState<Window>(PRESETS[0]);
  const [inverted, setInverted] = useState(false);
  const [zoom, setZoom] = useState(1);
  const grey = useMemo(() => greyTable(window, inverted), [window, inverted]);

  const overlays = useMemo((): Omit<Overlay, 'selected'>[] => {
    let asked = 0;
    const colours = new Map<string, string>();
    for (const group of groups) {
      const colour = `rgb(${colourOfGroup({ index: group.expected ? 0 : asked++, expected: group.expected }).join(' ')})`;
      for (const id of group.lesionIds) colours.set(id, colour);
    }
    const voxels = new Map(volume.lesions.map((each) => [each.id, each.voxels]));
    return lesions.flatMap((lesion) => {
      const own = voxels.get(lesion.id);
      const colour = colours.get(lesion.id);
      return own?.length && colour ? [{ id: lesion.id, number: lesion.number, colour, voxels: own, ...boundsOf(own, size) }] : [];
    });
  }, [volume, lesions, groups, size]);
  const marked = useMemo(() => overlays.map((each) => ({ ...each, selected: each.id === selected })), [overlays, selected]);

  useEffect(() => {
    const lesion = lesions.find((each) => each.id === selected);
    if (!lesion) return;
    const middle = patientToIndex(volume.grid, lesion.centroidMm);
    const voxels = volume.lesions.find((each) => each.id === selected)?.voxels ?? new Int32Array(0);
    const inside = nearestVoxel(volume.grid, voxels, middle);
    setCross(inside ?? (middle.map((value, axis) => Math.min(size[axis] - 1, Math.max(0, Math.round(value)))) as unknown as Vector3));
  }, [selected, lesions, volume, size]);

  const scroll = (plane: PlaneName, slices: number): void =>
    setCross((before) => {
      const through = LAYOUT[plane].through;
      const next: [number, number, number] = [before[0], before[1], before[2]];
      next[through] = Math.min(size[through] - 1, Math.max(0, before[through] + slices));
      return next;
    });

  useImperativeHandle(ref, () => ({
    act: (command) => {
      if (command.startsWith('preset-')) {
        const index = Number(command.slice(7)) - 1;
        setPreset(index);
        setWindow(PRESETS[index]);
        return true;
      }
      const last = planeShape(volume.grid, active).slices;
      switch (command) {
        // up is towards the head, the front or the left: one slice against the order of the axis on the screen
        case 'slice-up':
          scroll(active, 1);
          return true;
        case 'slice-down':
          scroll(active, -1);
          return true;
        case 'slices-up':
          scroll(active, PAGE_SLICES);
          return true;
        case 'slices-down':
          scroll(active, -PAGE_SLICES);
          return true;
        case 'slice-first':
          scroll(active, -last);
          return true;
        case 'slice-last':
          scroll(active, last);
          return true;
        case 'next-plane':
          setActive(PLANES[(PLANES.indexOf(active) + 1) % PLANES.length]);
          return true;
        case 'zoom-in':
          setZoom((before) => Math.min(MOST_ZOOM, before * ZOOM_STEP));
          return true;
        case 'zoom-out':
          setZoom((before) => Math.max(1, before / ZOOM_STEP));
          return true;
        case 'invert':
          setInverted((before) => !before);
          return true;
        case 'reset-view':
          setZoom(1);
          setInverted(false);
          setPreset(0);
          setWindow(PRESETS[0]);
          return true;
        case 'toggle-overlay':
          onOverlay();
          return true;
        default:
          return false;
      }
    },
  }));

  const note = `W ${Math.round(window.widthHu)} L ${Math.round(window.levelHu)}`;
  const pane = (plane: PlaneName) => (
    <Pane
      key={plane}
      volume={volume}
      plane={plane}
      cross={cross}
      zoom={zoom}
      grey={grey}
      overlays={showOverlay ? marked : []}
      note={note}
      active={plane === active}
      onActive={() => setActive(plane)}
      onScroll={(slices) => scroll(plane, plane === 'axial' ? -slices : slices)}
      onCross={(index) => {
        setCross(index);
        const hit = lesionAt(marked, size, index);
        if (hit) onSelect(hit);
      }}
      onWindow={({ width, level }) => {
        setPreset(null);
        setWindow((before) => ({ widthHu: Math.max(NARROWEST_HU, before.widthHu + width), levelHu: before.levelHu + level }));
      }}
    />
  );
  return (
    <div className="viewer">
      <div className="tools" role="toolbar" aria-label="Window">
        {PRESETS.map((each, index) => (
          <button
            key={each.name}
            type="button"
            aria-pressed={preset === index}
            onClick={() => {
              setPreset(index);
              setWindow(each);
            }}
          >
            {each.name} <kbd>{index + 1}</kbd>
          </button>
        ))}
        <button type="button" aria-pressed={showOverlay} onClick={onOverlay}>
          Outlines <kbd>T</kbd>
        </button>
      </div>
      <div className="panes">
        <div className="large">{pane('axial')}</div>
        <div className="small">{(['coronal', 'sagittal'] as const).map(pane)}</div>
      </div>
    </div>
  );
}
