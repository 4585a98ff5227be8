import { type Dispatch, type RefObject, type SetStateAction, useCallback, useMemo } from 'react';
import { indexToPatient, type Vector3 } from '../../../src/core/index.ts';
import type { AnalysisGroup } from '../../../src/report/index.ts';
import type { StudyVolume } from '../model/workbench.ts';
import { overlaysOf, type ViewLesion } from './lesion-overlays.ts';
import { backwards, linkedView, linkedVoxel, priorMoved } from './linked.ts';
import { lesionAt } from './overlays.ts';
import { Pane, type PaneProps } from './pane.tsx';
import { LAYOUT, type PlaneName } from './planes.ts';
import { type Look, scrolled, withView } from './state.ts';
import type { PaneSize } from './transform.ts';

/** The study beside, as the viewer needs it. */
export interface PriorView {
  readonly title: string;
  /** Day of the scan, in words. */
  readonly date: string;
  readonly volume: StudyVolume;
  readonly lesions: readonly ViewLesion[];
  readonly groups: readonly AnalysisGroup[];
  readonly selected: string | null;
  readonly onSelect: (lesionId: string | null) => void;
}

const NONE: readonly never[] = [];
const nothing = (): void => {};

/** One plane of the prior, where the current one is and in the same size and window. */
export function PriorPane(props: {
  prior: PriorView;
  /** Grid of the current scan. */
  grid: StudyVolume['grid'];
  plane: PlaneName;
  look: Look;
  table: Uint32Array;
  note: string;
  showOverlay: boolean;
  sizes: RefObject<Partial<Record<PlaneName, PaneSize>>>;
  onLook: Dispatch<SetStateAction<Look>>;
  onWindow: PaneProps['onWindow'];
  onHover: PaneProps['onHover'];
}) {
  const { prior, grid, plane, look, onLook } = props;
  const { volume, lesions, groups, selected } = prior;
  const link = useMemo(() => ({ from: grid, to: volume.grid, offsetMm: look.offsetMm }), [grid, volume.grid, look.offsetMm]);
  const through = LAYOUT[plane].through;
  const { index, beyondMm } = useMemo(() => linkedVoxel(link, look.cross), [link, look.cross]);
  const overlays = useMemo(() => overlaysOf(lesions, { groups, selected, before: 'p' }), [lesions, groups, selected]);
  const shown = look.views[plane];
  const slice = look.cross[through];
  const view = useCallback((size: PaneSize) => linkedView(link, plane, { view: shown, slice, size }), [link, plane, shown, slice]);
  const pointTo = (place: Vector3): void =>
    onLook((before) => {
      if (before.linked) return { ...before, cross: linkedVoxel(backwards(link), place).index };
      // unlinked, the same landmark is pointed out in both: the difference is the offset
      const [there, here] = [indexToPatient(volume.grid, place), indexToPatient(grid, before.cross)];
      return { ...before, offsetMm: [there[0] - here[0], there[1] - here[1], there[2] - here[2]] };
    });
  return (
    <Pane
      of="prior"
      volume={volume}
      revision={volume.revision}
      plane={plane}
      cross={index}
      view={view}
      table={props.table}
      overlays={props.showOverlay ? overlays : NONE}
      excluded={NONE}
      marks={NONE}
      selectedMark={null}
      fillShare={look.fillShare}
      slabMm={look.slabMm}
      note={props.note}
      title={`PRIOR ${prior.date}`}
      active={plane === look.active}
      // measuring and painting belong to the current scan
      tool={look.tool === 'window' || look.tool === 'pan' || look.tool === 'zoom' ? look.tool : 'cross'}
      brushMm={look.brushMm}
      sizes={props.sizes}
      onActive={() => onLook((before) => (before.active === plane ? before : { ...before, active: plane }))}
      onScroll={(steps) => {
        const by = plane === 'axial' ? -steps : steps;
        onLook((before) => (before.linked ? scrolled(grid, before, plane, by) : priorMoved(volume.grid, before, plane, by)));
      }}
      onCross={(place) => {
        pointTo(place);
        const hit = lesionAt(overlays, volume.grid.size, place);
        if (hit) prior.onSelect(hit);
      }}
      onView={(change, size) =>
        onLook((before) =>
          withView(before, plane, (current) => {
            const there = change(linkedView(link, plane, { view: current, slice: before.cross[through], size }));
            return linkedView(backwards(link), plane, { view: there, slice: index[through], size });
          }),
        )
      }
      onWindow={props.onWindow}
      onDraw={nothing}
      onStroke={nothing}
      onHover={props.onHover}
    >
      {beyondMm[through] > 0 && (
        <p className="beyond">Nothing of the prior lies here: its nearest slice is {beyondMm[through].toFixed(1)} mm away.</p>
      )}
    </Pane>
  );
}
