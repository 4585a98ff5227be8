import { useEffect, useRef } from 'react';
import { type Analysis, type AnalysisLesion, lengthWords, placeWords, plainWords, volumeWords } from '../../../src/report/index.ts';
import type { Decision, Edits } from '../model/entry.ts';

function Row(props: {
  lesion: AnalysisLesion;
  selected: boolean;
  decision: Decision | null;
  onSelect: () => void;
  onDecide: (decision: Decision) => void;
}) {
  const { lesion, selected, decision, onSelect, onDecide } = props;
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <tr ref={row} aria-selected={selected} className={decision ?? ''} onClick={onSelect}>
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
        {placeWords(lesion)}
        <div className="soft">
          {plainWords(lesion.compartment)}, {lesion.expected ? `expected: ${plainWords(lesion.expected)}` : lesion.morphology}
        </div>
      </td>
      <td className="number">{volumeWords(lesion.volumeMm3)}</td>
      <td className="number">{lengthWords(lesion.longestDiameterMm)}</td>
    </tr>
  );
}

/** The lesions; a row and the image follow each other. */
export function LesionTable(props: {
  analysis: Analysis;
  decisions: Edits['decisions'];
  selected: string | null;
  onSelect: (lesionId: string) => void;
  onDecide: (lesionId: string, decision: Decision) => void;
}) {
  const { analysis, decisions, selected, onSelect, onDecide } = props;
  if (!analysis.lesions.length)
    return <p className="soft">No calcification was detected above {analysis.technique?.candidateThresholdHu ?? 130} HU.</p>;
  return (
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
          {analysis.lesions.map((lesion) => (
            <Row
              key={lesion.id}
              lesion={lesion}
              selected={lesion.id === selected}
              decision={decisions[lesion.id] ?? lesion.decision}
              onSelect={() => onSelect(lesion.id)}
              onDecide={(decision) => onDecide(lesion.id, decision)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
