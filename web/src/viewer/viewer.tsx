import {
  lazy,
  type Ref,
  type RefObject,
  type SetStateAction,
  Suspense,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { indexToPatient, patientToIndex, type Vector3 } from '../../../src/core/index.ts';
import type { LesionEdit } from '../../../src/lesions/index.ts';
import type { Analysis, AnalysisGroup } from '../../../src/report/index.ts';
import type { Command } from '../model/keys.ts';
import { MARK_POINTS, type Mark, nextMarkId } from '../model/marks.ts';
import type { Prior, StudyVolume } from '../model/workbench.ts';
import { afterStroke } from './brush.ts';
import { lookAfter, lookAt } from './commands.ts';
import { excludedBoxes } from './excluded-boxes.ts';
import { overlaysOf, type ViewLesion } from './lesion-overlays.ts';
import { heldPrior, priorMoved } from './linked.ts';
import { huAt } from './measure.ts';
import { lesionAt, type Overlay } from './overlays.ts';
import { Pane } from './pane.tsx';
import { nearestVoxel, PLANES, type PlaneName } from './planes.ts';
import { PriorBar } from './prior-bar.tsx';
import { PriorPane, type PriorView } from './prior-pane.tsx';
import { keepChoices, type Look, lookFor, NO_OFFSET, scrolled, withView } from './state.ts';
import { Toolbar } from './toolbar.tsx';
import type { PaneSize } from './transform.ts';
import { useCine } from './use-cine.ts';
import { greyTable, ownWindow } from './windows.ts';
import './viewer.css';

const Scene3d = lazy(() => import('./scene3d.tsx'));

export interface ViewerHandle {
  /** false when the command is none of the viewer's. */
  act(command: Command): boolean;
  /** Shows a patient point of the scan, or of the prior beside it. */
  show(pointMm: Vector3, of?: 'prior'): void;
}

export interface ViewerProps {
  readonly ref: Ref<ViewerHandle>;
  readonly volume: StudyVolume;
  /** Day of the scan, in words; empty while it is not known. */
  readonly date: string;
  /** A second study beside; null where none can be. */
  readonly beside: {
    readonly prior: Prior | null;
    readonly view: PriorView | null;
    readonly warnings: readonly string[];
    readonly onChoose: () => void;
    readonly onClose: () => void;
  } | null;
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

const NARROWEST_HU = 10;
const EDITS: readonly string[] = ['paint', 'erase', 'grow'];

/** Three linked planes of a volume that the page holds, and 3D. */
export function Viewer(props: ViewerProps) {
  const { ref, volume, memory, lesions, groups, selected, showOverlay, marks, onSelect, onMarks, onEdit } = props;
  const { grid } = volume;
  const [look, put] = useState<Look>(() => lookFor(grid, memory.current));
  // every change passes here: an unlinked prior must not move with the cross
  const setLook = useCallback(
    (change: SetStateAction<Look>): void =>
      put((before) => heldPrior(grid, before, typeof change === 'function' ? change(before) : change)),
    [grid],
  );
  const [draft, setDraft] = useState<Mark | null>(null);
  const [stroke, setStroke] = useState<{ id: string | null; voxels: Int32Array } | null>(null);
  const [hover, setHover] = useState<Vector3 | null>(null);
  const [priorHover, setPriorHover] = useState<Vector3 | null>(null);
  const priorSizes = useRef<Partial<Record<PlaneName, PaneSize>>>({});
  const sizes = useRef<Partial<Record<PlaneName, PaneSize>>>({});
  const lastIndex = useRef<Vector3 | null>(null);
  // another grid in the same place: the preview gives way to the volume
  const seen = useRef(grid);
  if (seen.current !== grid) {
    seen.current = grid;
    put(lookFor(grid, look));
  }
  useEffect(() => {
    memory.current = look;
  }, [look, memory]);
  const { layout, fillShare } = look;
  useEffect(() => keepChoices({ layout, fillShare }), [layout, fillShare]);
  const table = useMemo(() => greyTable(look.window, look.inverted), [look.window, look.inverted]);

  const overlays = useMemo((): Overlay[] => {
    const drawn = overlaysOf(
      lesions.map((each) => (stroke?.id === each.id ? { ...each, voxels: stroke.voxels } : each)),
      { groups, selected, before: '' },
    );
    if (stroke && stroke.id === null)
      drawn.push({ id: '', name: 'new', voxels: stroke.voxels, rejected: false, selected: true, colour: '#ffd75e' });
    return drawn.filter((each) => each.voxels.length);
  }, [lesions, groups, selected, stroke]);

  const boxes = useMemo(() => excludedBoxes(grid, props.excluded, props.selectedExcluded), [props.excluded, props.selectedExcluded, grid]);

  const { beside } = props;
  const prior = beside?.view ?? null;
  const priorGrid = prior?.volume.grid ?? null;
  // another prior begins where its own positions lay it
  const priorSeen = useRef(priorGrid);
  if (priorGrid && priorSeen.current !== priorGrid) {
    if (priorSeen.current) put((before) => ({ ...before, offsetMm: NO_OFFSET, linked: true, beside: true }));
    priorSeen.current = priorGrid;
  }

  /** Moves the cross, and a zoomed pane along with it when the cross would leave it. */
  const goTo = (index: Vector3): void => setLook((before) => lookAt(grid, before, index, sizes.current));
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

  useCine(grid, look.cine, setLook);

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
      const others = erasing ? NONE : lesions.filter((each) => each.id !== current?.id).map((each) => each.voxels);
      const voxels = afterStroke(grid, current.voxels, {
        from: lastIndex.current,
        to: index,
        radiusMm: look.brushMm,
        erasing,
        others,
      });
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
    show: (pointMm, of) => {
      const [x, y, z] = of === 'prior' ? look.offsetMm : NO_OFFSET;
      goTo(indexOfPoint([pointMm[0] - x, pointMm[1] - y, pointMm[2] - z]));
    },
    act: (command) => {
      switch (command) {
        case 'toggle-overlay':
          props.onOverlay();
          return true;
        case 'preset-file': {
          const own = ownWindow(volume.windows, look.preset);
          if (own) setLook((before) => ({ ...before, ...own }));
          return own !== null;
        }
        case 'prior':
          if (prior) setLook((before) => ({ ...before, beside: !before.beside }));
          else beside?.onChoose();
          return beside !== null;
        case 'prior-link':
          if (prior) setLook((before) => ({ ...before, linked: !before.linked }));
          return prior !== null;
        case 'prior-up':
        case 'prior-down':
          if (priorGrid) setLook((before) => priorMoved(priorGrid, before, before.active, command === 'prior-up' ? 1 : -1));
          return prior !== null;
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
  const window = ({ width, level }: { width: number; level: number }): void =>
    setLook((before) => ({
      ...before,
      preset: null,
      window: { widthHu: Math.max(NARROWEST_HU, before.window.widthHu + width), levelHu: before.window.levelHu + level },
    }));
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
      of="current"
      title={prior && look.beside ? `CURRENT ${props.date}` : props.date}
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
      onWindow={window}
      onDraw={(from, to, done) => drawMark(plane, from, to, done)}
      onStroke={brushAt}
      onHover={setHover}
    />
  );
  const point = indexToPatient(grid, probed);
  const both = prior !== null && look.beside;
  const onePlane = look.layout === 'one' || (both && look.layout === 'two');
  const shownPlanes = onePlane ? [look.active] : PLANES;
  const { offsetMm } = look;
  const priorHu =
    prior && both
      ? huAt(
          prior.volume,
          priorHover ? indexToPatient(prior.volume.grid, priorHover) : (point.map((mm, axis) => mm + offsetMm[axis]) as unknown as Vector3),
        )
      : null;
  return (
    <div className="viewer" data-layout={both ? 'beside' : look.layout} data-planes={shownPlanes.length} data-active={look.active}>
      <div>
        <Toolbar
          look={look}
          onLook={setLook}
          stated={volume.windows}
          overlay={showOverlay}
          onOverlay={props.onOverlay}
          canEdit={onEdit !== null}
          onPrior={beside && !beside.prior ? beside.onChoose : null}
        />
        {beside?.prior && (
          <PriorBar
            prior={beside.prior}
            warnings={beside.warnings}
            look={look}
            onLook={setLook}
            onChoose={beside.onChoose}
            onClose={beside.onClose}
          />
        )}
      </div>
      <div className="panes">
        {shownPlanes.map(pane)}
        {both &&
          shownPlanes.map((plane) => (
            <PriorPane
              key={`prior-${plane}`}
              prior={prior}
              grid={grid}
              plane={plane}
              look={look}
              table={table}
              note={note}
              showOverlay={showOverlay}
              sizes={priorSizes}
              onLook={setLook}
              onWindow={window}
              onHover={setPriorHover}
            />
          ))}
        {!both && look.layout === 'grid' && (
          <Suspense fallback={<div className="pane soft">3D is being loaded …</div>}>
            <Scene3d volume={volume} overlays={showOverlay ? overlays : NONE} cross={look.cross} onSelect={onSelect} />
          </Suspense>
        )}
      </div>
      <p className="status" aria-live="off">
        <span data-testid="probe">
          {hu} HU at {point.map((each) => each.toFixed(1)).join(', ')} mm
        </span>
        {priorHu !== null && <span>prior: {priorHu} HU</span>}
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
