import type { Mark } from '../model/marks.ts';
import type { StudyVolume } from '../model/workbench.ts';
import { markWords, readMark } from '../viewer/measure.ts';

/** The reader's measurements; a row leads to its image. */
export function Marks(props: {
  volume: StudyVolume;
  marks: readonly Mark[];
  selected: string | null;
  onSelect: (mark: Mark) => void;
  onDelete: (id: string) => void;
}) {
  const { volume, marks, selected, onSelect, onDelete } = props;
  if (!marks.length) return null;
  return (
    <section aria-label="Measurements">
      <h3>Measurements</h3>
      <ul className="marks">
        {marks.map((each) => (
          <li key={each.id} aria-current={each.id === selected} data-mark={each.id}>
            <button type="button" className="plain" onClick={() => onSelect(each)}>
              <b>{each.id}</b> {each.kind}, {each.plane}: {markWords(readMark(volume, each))}
            </button>
            <button type="button" className="plain" aria-label={`Delete ${each.id}`} onClick={() => onDelete(each.id)}>
              ✕
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
