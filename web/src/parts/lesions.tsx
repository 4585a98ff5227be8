import { useEffect, useMemo, useRef, useState } from 'react';
import { COMPARTMENTS, type Compartment } from '../../../src/core/index.ts';
import type { LesionEdit } from '../../../src/lesions/index.ts';
import {
  type Analysis,
  type AnalysisGroup,
  type AnalysisLesion,
  lengthWords,
  placeWords,
  plainWords,
  volumeWords,
} from '../../../src/report/index.ts';
import type { Decision, Edits } from '../model/entry.ts';
import { type LesionOrder, ORDERS, sortLesions } from '../model/lesion-order.ts';

function Row(props: {
  lesion: AnalysisLesion;
  group: string;
  selected: boolean;
  edited: boolean;
  merging: boolean;
  decision: Decision | null;
  onSelect: () => void;
  onDecide: (decision: Decision) => void;
}) {
  const { lesion, group, selected, edited, decision, onSelect, onDecide } = props;
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const sure = lesion.compartmentProbability[lesion.compartment] ?? 0;
  return (
    <tr
      ref={row}
      aria-selected={selected}
      className={`${decision ?? ''}${props.merging ? ' merging' : ''}`}
      data-lesion={lesion.id}
      onClick={onSelect}
    >
      <td className="number">
        <button type="button" className="plain" onClick={onSelect} aria-label={`Lesion ${lesion.number}`}>
          {lesion.number}
        </button>
      </td>
      <td className="decide">
        <button type="button" aria-pressed={decision === 'accepted'} title="Accept (A)" onClick={() => onDecide('accepted')}>
          ✓<span className="hidden">Accept lesion {lesion.number}</span>
        </button>
        <button type="button" aria-pressed={decision === 'rejected'} title="Reject (X)" onClick={() => onDecide('rejected')}>
          ✕<span className="hidden">Reject lesion {lesion.number}</span>
        </button>
      </td>
      <td>
        {placeWords(lesion)} <span className="soft">{group}</span>
        {edited && (
          <span className="soft" title="Changed by the reader">
            {' '}
            ✎
          </span>
        )}
        <div className="soft">
          {plainWords(lesion.compartment)} {Math.round(sure * 100)} %,{' '}
          {lesion.expected ? `expected: ${plainWords(lesion.expected)}` : lesion.morphology}
        </div>
      </td>
      <td className="number" title={`${volumeWords(lesion.volumeIntervalMm3[0])} to ${volumeWords(lesion.volumeIntervalMm3[1])}`}>
        {volumeWords(lesion.volumeMm3)}
      </td>
      <td className="number">{lengthWords(lesion.longestDiameterMm)}</td>
    </tr>
  );
}

/** The lesions; a row and the image follow each other. */
export function LesionTable(props: {
  analysis: Analysis;
  lesions: readonly AnalysisLesion[];
  groups: readonly AnalysisGroup[];
  edits: Edits;
  selected: string | null;
  mergeFrom: string | null;
  onSelect: (lesionId: string) => void;
  onDecide: (lesionId: string, decision: Decision) => void;
}) {
  const { analysis, lesions, groups, edits, selected, onSelect, onDecide } = props;
  const [order, setOrder] = useState<LesionOrder>({ by: 'number', down: false });
  const groupOf = useMemo(() => new Map(groups.flatMap((group) => group.lesionIds.map((id) => [id, group.id] as const))), [groups]);
  const sorted = useMemo(() => sortLesions(lesions, order, groupOf), [lesions, order, groupOf]);
  const found = useMemo(() => new Map(analysis.lesions.map((each) => [each.id, each])), [analysis]);
  if (!lesions.length)
    return <p className="soft">No calcification was detected above {analysis.technique?.candidateThresholdHu ?? 130} HU.</p>;
  return (
    <>
      <label className="order">
        Sorted by{' '}
        <select value={order.by} onChange={(event) => setOrder({ by: event.target.value as LesionOrder['by'], down: order.down })}>
          {ORDERS.map(({ by, words }) => (
            <option key={by} value={by}>
              {words}
            </option>
          ))}
        </select>{' '}
        <button type="button" aria-pressed={order.down} onClick={() => setOrder({ ...order, down: !order.down })}>
          {order.down ? '↓' : '↑'}
          <span className="hidden">{order.down ? 'falling' : 'rising'}</span>
        </button>
      </label>
      <div className="lesions">
        <table>
          <thead>
            <tr>
              <th className="number">No</th>
              <th>
                <span className="hidden">Decision</span>
              </th>
              <th>Place</th>
              <th className="number">Volume</th>
              <th className="number">Length</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((lesion) => (
              <Row
                key={lesion.id}
                lesion={lesion}
                group={groupOf.get(lesion.id) ?? ''}
                selected={lesion.id === selected}
                edited={edits.image.lesions !== null && found.get(lesion.id)?.voxelCount !== lesion.voxelCount}
                merging={lesion.id === props.mergeFrom}
                decision={edits.decisions[lesion.id] ?? lesion.decision}
                onSelect={() => onSelect(lesion.id)}
                onDecide={(decision) => onDecide(lesion.id, decision)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** What can be done to the chosen lesion's voxels. */
export function LesionTools(props: {
  lesion: AnalysisLesion | null;
  mergeFrom: AnalysisLesion | null;
  measuring: boolean;
  onMerge: () => void;
  onEdit: (edit: LesionEdit) => void;
  onDeselect: () => void;
}) {
  const { lesion, mergeFrom, measuring, onMerge, onEdit } = props;
  if (!lesion) return <p className="soft">No lesion is chosen: painting and growing make a new one.</p>;
  const lesionId = lesion.id;
  return (
    <div className="lesion-tools" role="toolbar" aria-label={`Lesion ${lesion.number}`}>
      <button type="button" disabled={measuring} aria-pressed={mergeFrom !== null} onClick={onMerge}>
        {mergeFrom && mergeFrom !== lesion ? `Merge ${mergeFrom.number} with ${lesion.number}` : mergeFrom ? 'Choose the other …' : 'Merge'}{' '}
        <kbd>M</kbd>
      </button>
      <button type="button" disabled={measuring} onClick={() => onEdit({ kind: 'split', lesionId })}>
        Split <kbd>S</kbd>
      </button>
      <button type="button" disabled={measuring} onClick={() => onEdit({ kind: 'split-bone', lesionId })}>
        From bone <kbd>K</kbd>
      </button>
      <label>
        <span className="hidden">Compartment of lesion {lesion.number}</span>
        <select
          data-compartment=""
          disabled={measuring}
          value={lesion.compartment}
          onChange={(event) => onEdit({ kind: 'compartment', lesionId, compartment: event.target.value as Compartment })}
        >
          {COMPARTMENTS.map((each) => (
            <option key={each} value={each}>
              {plainWords(each)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" onClick={props.onDeselect}>
        Choose none
      </button>
    </div>
  );
}

/** What was bright and not counted, with the reason and its numbers. */
export function ExcludedList(props: {
  excluded: Analysis['excluded'];
  shown: boolean;
  selected: number | null;
  onShow: (shown: boolean) => void;
  onSelect: (index: number) => void;
  /** Takes the piece as a lesion after all; null where voxels cannot be edited. */
  onTake: ((index: number) => void) | null;
}) {
  const { excluded, shown, selected, onShow, onSelect, onTake } = props;
  if (!excluded.length) return null;
  // two pieces may share reason and place: only their number tells them apart
  const numbered = excluded.map((each, index) => ({ each, index }));
  return (
    <details className="excluded" open={shown} onToggle={(event) => onShow(event.currentTarget.open)}>
      <summary>
        Not counted: {excluded.length} <kbd>Shift+X</kbd>
      </summary>
      <div className="pieces">
        <ul>
          {numbered.map(({ each, index }) => (
            <li key={index} aria-current={index === selected}>
              <button type="button" className="plain" onClick={() => onSelect(index)}>
                <b>{each.reason}</b> {volumeWords(each.volumeMm3)}, up to {each.maxHu} HU
              </button>
              {index === selected && (
                <div className="soft">
                  {Object.entries(each.measures)
                    .map(([name, value]) => `${plainWords(name)} ${value}`)
                    .join(', ')}{' '}
                  {onTake && (
                    <button type="button" onClick={() => onTake(index)}>
                      Count it after all
                    </button>
                  )}
                </div>
              )}
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}
