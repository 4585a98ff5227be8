import { lazy, type Ref, type RefObject, Suspense, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { indexToPatient, patientToIndex, type Vector3 } from '../../../src/core/index.ts';
import { ballVoxels, type LesionEdit, mergeVoxels, withoutVoxels } from '../../../src/lesions/index.ts';
import { type Analysis, type AnalysisGroup, colourOfGroup } from '../../../src/report/index.ts';
import type { Command } from '../model/keys.ts';
import { MARK_POINTS, type Mark, nextMarkId } from '../model/marks.ts';
import type { StudyVolume } from '../model/workbench.ts';
import { lookAfter } from './commands.ts';
import type { ExcludedBox } from './draw.ts';
import { lesionAt, type Overlay } from './overlays.ts';
import { Pane } from './pane.tsx';
import { nearestVoxel, PLANES, type PlaneName, planeShape, sampleOf } from './planes.ts';
import { keepChoices, type Look, lookFor, scrolled, withView } from './state.ts';
import { Toolbar } from './toolbar.tsx';
import { matrixOf, type PaneSize, toDevice } from './transform.ts';
import { greyTable } from './windows.ts';
import './viewer.css';

const Scene3d = lazy(() => import('./scene3d.tsx'));

export interface ViewerHandle {
  /** false when the command is none of the viewer's. */
  act(command: Command): boolean;
  /** Shows a patient point. */
  show(pointMm: Vector3): void;
}

/** A lesion as the viewer needs it. */
export interface ViewLesion {
  readonly id: string;
  readonly number: number;
  readonly centroidMm: Vector3;
  readonly voxels: Int32Array;
  readonly rejected: boolean;
}

export interface ViewerProps {
  readonly ref: Ref<ViewerHandle>;
  readonly volume: StudyVolume;
  readonly memory: RefObject<Look | null>;
  readonly lesions: readonly ViewLesion[];
  readonly groups: readonly AnalysisGroup[];
  readonly selected: string | null;
  readonly showOverlay: boolean;
  /** Pieces that were not counted, when they are to be shown. */
  readonly excluded: Analysis['excluded'];
  readonly selectedExcluded: number | null;
  readonly marks: readonly Mark[];
  readonly selectedMark: string | null;
  /** Always in sight: stored with loss, geometry that was mended. */
  readonly warnings: readonly string[];
  readonly measuring: boolean;
  readonly onSelect: (lesionId: string | null) => void;
  readonly onOverlay: () => void;
  readonly onMarks: (marks: readonly Mark[], selected: string | null) => void;
  /** null where voxels cannot be edited. */
  readonly onEdit: ((edit: LesionEdit) => void) | null;
}

const CINE_MS = 1000 / 15;
const NARROWEST_HU = 10;
const EXPECTED_COLOUR = 'rgb(190 190 190)';
const EDITS: readonly string[] = ['paint', 'erase', 'grow'];

/** Lesion colours by group, told apart with any colour vision; the same as in the report's pictures. */
function coloursOf(groups: readonly AnalysisGroup[]): Map<string, string> {
  const colours = new Map<string, string>();
  let asked = 0;
  for (const group of groups) {
    const colour = `rgb(${colourOfGroup({ index: group.expected ? 0 : asked++, expected: group.expected }).join(' ')})`;
    for (const id of group.lesionIds) colours.set(id, colour);
  }
  return colours;
}

/** Three linked planes of a volume that the page holds, and 3D. */
export function Viewer(props: ViewerProps) {
  const { ref, volume, memory, lesions, groups, selected, showOverlay, marks, onSelect, onMarks, onEdit } = props;
  const { grid } = volume;
  const [look, setLook] = useState<Look>(() => lookFor(grid, memory.current));
  const [draft, setDraft] = useState<Mark | null>(null);
  const [stroke, setStroke] = useState<{ id: string | null; voxels: Int32Array } | null>(null);
  const [hover, setHover] = useState<Vector3 | null>(null);
  const sizes = useRef<Partial<Record<PlaneName, PaneSize>>>({});
  const lastIndex = useRef<Vector3 | null>(null);
  // another grid in the same place: the preview gives way to the volume
  const seen = useRef(grid);
  if (seen.current !== grid) {
    seen.current = grid;
    setLook(lookFor(grid, look));
  }
  useEffect(() => {
    memory.current = look;
  }, [look, memory]);
  const { layout, fillShare } = look;
  useEffect(() => keepChoices({ layout, fillShare }), [layout, fillShare]);
  const table = useMemo(() => greyTable(look.window, look.inverted), [look.window, look.inverted]);

  const overlays = useMemo((): Overlay[] => {
    const colours = coloursOf(groups);
    const drawn = lesions.map((each) => ({
      id: each.id,
      number: each.number,
      voxels: stroke?.id === each.id ? stroke.voxels : each.voxels,
      rejected: each.rejected,
      selected: each.id === selected,
      colour: colours.get(each.id) ?? EXPECTED_COLOUR,
    }));
    if (stroke && stroke.id === null)
      drawn.push({ id: '', number: drawn.length + 1, voxels: stroke.voxels, rejected: false, selected: true, colour: '#ffd75e' });
    return drawn.filter((each) => each.voxels.length);
  }, [lesions, groups, selected, stroke]);

  const boxes = useMemo(
    (): ExcludedBox[] =>
      props.excluded.map((each, n) => {
        const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) =>
          patientToIndex(grid, [0, 1, 2].map((axis) => each.boundingBoxMm[(bits >> axis) & 1][axis]) as unknown as Vector3),
        );
        const edge = (pick: (...values: number[]) => number, inward: number): Vector3 =>
          [0, 1, 2].map((axis) => pick(...corners.map((corner) => corner[axis])) + inward) as unknown as Vector3;
        return {
          key: String(n),
          reason: each.reason,
          low: edge(Math.min, 0.5),
          high: edge(Math.max, -0.5),
          selected: n === props.selectedExcluded,
        };
      }),
    [props.excluded, props.selectedExcluded, grid],
  );

  /** Moves the cross, and a zoomed pane along with it when the cross would leave it. */
  const goTo = (index: Vector3): void =>
    setLook((before) => {
      let next: Look = { ...before, cross: index };
      for (const plane of PLANES) {
        const size = sizes.current[plane];
        if (!size?.width) continue;
        const sample = sampleOf(grid, plane, index);
        const at = toDevice(matrixOf(grid, plane, before.views[plane], size), { x: sample.x + 0.5, y: sample.y + 0.5 });
        const inside = at.x > 0.08 * size.width && at.x < 0.92 * size.width && at.y > 0.08 * size.height && at.y < 0.92 * size.height;
        if (inside) continue;
        const { acrossMm, downMm } = planeShape(grid, plane);
        next = withView(next, plane, (view) => ({ ...view, centreMm: { x: (sample.x + 0.5) * acrossMm, y: (sample.y + 0.5) * downMm } }));
      }
      return next;
    });
  const indexOfPoint = (pointMm: Vector3): Vector3 =>
    patientToIndex(grid, pointMm).map((value, axis) => Math.min(grid.size[axis] - 1, Math.max(0, Math.round(value)))) as unknown as Vector3;

  const latestLesions = useRef(lesions);
  latestLesions.current = lesions;
  const shown = useRef<string | null>(null);
  // no list of dependencies: asked at every drawing, and done once for each lesion that is chosen
  useEffect(() => {
    if (selected === shown.current) return;
    shown.current = selected;
    const lesion = latestLesions.current.find((each) => each.id === selected);
    if (!lesion) return;
    const middle = patientToIndex(grid, lesion.centroidMm);
    const near = lesionAt([lesion], grid.size, cross.current);
    // chosen by a click on it: the view stays where the reader clicked
    if (near === null) goTo(nearestVoxel(grid, lesion.voxels, middle) ?? indexOfPoint(lesion.centroidMm));
  });
  const cross = useRef(look.cross);
  cross.current = look.cross;

  useEffect(() => {
    if (!look.cine) return;
    const timer = setInterval(
      () =>
        setLook((before) => {
          const { slices } = planeShape(grid, before.active);
          const axis = { axial: 2, coronal: 1, sagittal: 0 }[before.active] as 0 | 1 | 2;
          return scrolled(grid, before, before.active, before.cross[axis] >= slices - 1 ? -slices : 1);
        }),
      CINE_MS,
    );
    return () => clearInterval(timer);
  }, [look.cine, grid]);

  // the stroke stays drawn until its lesion has been measured
  useEffect(() => {
    if (!props.measuring) setStroke(null);
  }, [props.measuring]);

  const own = lesions.find((each) => each.id === selected) ?? null;
  const brushAt = (index: Vector3 | null, done: boolean): void => {
    if (!onEdit) return;
    if (look.tool === 'grow') {
      if (index) onEdit({ kind: 'grow', lesionId: own?.id ?? null, pointMm: indexToPatient(grid, index), leastHu: null });
      return;
    }
    const erasing = look.tool === 'erase';
    let current = stroke ?? (erasing && !own ? null : { id: own?.id ?? null, voxels: own?.voxels ?? new Int32Array(0) });
    if (!current) return;
    if (index) {
      // a quick hand leaves gaps between two events; the brush does not
      const from = lastIndex.current ?? index;
      const steps = Math.max(1, ...index.map((value, axis) => Math.abs(value - from[axis])));
      let { voxels } = current;
      for (let step = lastIndex.current ? 1 : steps; step <= steps; step++) {
        const centre = index.map((value, axis) => from[axis] + ((value - from[axis]) * step) / steps) as unknown as Vector3;
        let ball = ballVoxels(grid, { centre, radiusMm: look.brushMm });
        if (!erasing) for (const other of lesions) if (other.id !== current.id) ball = withoutVoxels(ball, other.voxels);
        voxels = erasing ? withoutVoxels(voxels, ball) : mergeVoxels(voxels, ball);
      }
      current = { ...current, voxels };
      lastIndex.current = index;
      setStroke(current);
    }
    if (!done) return;
    lastIndex.current = null;
    if (current.voxels.length || current.id) onEdit({ kind: 'voxels', lesionId: current.id, voxels: current.voxels });
  };

  const drawMark = (plane: PlaneName, from: Vector3, to: Vector3, done: boolean): void => {
    const { tool } = look;
    if (tool !== 'length' && tool !== 'ellipse' && tool !== 'probe') return;
    const mark: Mark = { id: nextMarkId(marks), kind: tool, plane, pointsMm: MARK_POINTS[tool] === 2 ? [from, to] : [to] };
    setDraft(done ? null : mark);
    if (done) onMarks([...marks, mark], mark.id);
  };

  /** The tool used at the cross, for a hand that is on the keyboard. */
  const actAtCross = (): boolean => {
    const { tool, cross: index, active } = look;
    const point = indexToPatient(grid, index);
    if (EDITS.includes(tool)) {
      if (!onEdit) return false;
      brushAt(index, true);
      return true;
    }
    if (tool === 'probe') drawMark(active, point, point, true);
    else if (tool === 'length' || tool === 'ellipse') drawMark(active, draft?.pointsMm[0] ?? point, point, draft !== null);
    else {
      const hit = lesionAt(overlays, grid.size, index);
      if (hit) onSelect(hit);
    }
    return true;
  };

  useImperativeHandle(ref, () => ({
    show: (pointMm) => goTo(indexOfPoint(pointMm)),
    act: (command) => {
      switch (command) {
        case 'toggle-overlay':
          props.onOverlay();
          return true;
        case 'act':
          return actAtCross();
        case 'delete-mark':
          if (!props.selectedMark) return false;
          onMarks(
            marks.filter((each) => each.id !== props.selectedMark),
            null,
          );
          return true;
        case 'escape':
          if (!draft && look.tool === 'window' && !look.cine) return false;
          setDraft(null);
          setLook((before) => ({ ...before, tool: 'window', cine: false }));
          return true;
      }
      if (lookAfter(grid, look, command, sizes.current) === null) return false;
      setLook((before) => lookAfter(grid, before, command, sizes.current) ?? before);
      return true;
    },
  }));

  const drawnMarks = useMemo(() => (draft ? [...marks, draft] : marks), [marks, draft]);
  const probed = hover ?? look.cross;
  const hu = volume.hu[probed[0] + grid.size[0] * (probed[1] + grid.size[1] * probed[2])];
  const note = `W ${Math.round(look.window.widthHu)} L ${Math.round(look.window.levelHu)}`;
  const pane = (plane: PlaneName) => (
    <Pane
      key={plane}
      volume={volume}
      revision={volume.revision}
      plane={plane}
      cross={look.cross}
      view={look.views[plane]}
      table={table}
      overlays={showOverlay ? overlays : NONE}
      excluded={boxes}
      marks={drawnMarks}
      selectedMark={props.selectedMark}
      fillShare={look.fillShare}
      slabMm={look.slabMm}
      note={note}
      active={plane === look.active}
      tool={look.tool}
      brushMm={look.brushMm}
      sizes={sizes}
      onActive={() => setLook((before) => (before.active === plane ? before : { ...before, active: plane }))}
      // the wheel towards the reader goes down the body, to the back, or to the right, as in other viewers
      onScroll={(steps) => setLook((before) => scrolled(grid, before, plane, plane === 'axial' ? -steps : steps))}
      onCross={(index) => {
        setLook((before) => ({ ...before, cross: index }));
        cross.current = index;
        const hit = lesionAt(overlays, grid.size, index);
        if (hit) onSelect(hit);
      }}
      onView={(change) => setLook((before) => withView(before, plane, change))}
      onWindow={({ width, level }) =>
        setLook((before) => ({
          ...before,
          preset: null,
          window: { widthHu: Math.max(NARROWEST_HU, before.window.widthHu + width), levelHu: before.window.levelHu + level },
        }))
      }
      onDraw={(from, to, done) => drawMark(plane, from, to, done)}
      onStroke={brushAt}
      onHover={setHover}
    />
  );
  const point = indexToPatient(grid, probed);
  const shownPlanes = look.layout === 'one' ? [look.active] : PLANES;
  return (
    <div className="viewer" data-layout={look.layout} data-active={look.active}>
      <Toolbar look={look} onLook={setLook} overlay={showOverlay} onOverlay={props.onOverlay} canEdit={onEdit !== null} />
      <div className="panes">
        {shownPlanes.map(pane)}
        {look.layout === 'grid' && (
          <Suspense fallback={<div className="pane soft">3D is being loaded …</div>}>
            <Scene3d volume={volume} overlays={showOverlay ? overlays : NONE} cross={look.cross} onSelect={onSelect} />
          </Suspense>
        )}
      </div>
      <p className="status" aria-live="off">
        <span data-testid="probe">
          {hu} HU at {point.map((each) => each.toFixed(1)).join(', ')} mm
        </span>
        {volume.loaded < 1 && <span>reading the slices, {Math.round(volume.loaded * 100)} %</span>}
        {props.measuring && <span role="status">measuring …</span>}
        {props.warnings.map((each) => (
          <span key={each} className="flag">
            ⚠ {each}
          </span>
        ))}
      </p>
    </div>
  );
}

const NONE: readonly never[] = [];
