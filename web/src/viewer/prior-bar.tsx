import type { Dispatch, SetStateAction } from 'react';
import type { Prior } from '../model/workbench.ts';
import { type Look, NO_OFFSET } from './state.ts';

const STAGES: Readonly<Record<string, string>> = {
  read: 'reading its slices',
  anatomy: 'telling its tissues apart',
  lesions: 'finding its calcifications',
};
const AXES = [
  { axis: 0, words: 'left' },
  { axis: 1, words: 'back' },
  { axis: 2, words: 'up' },
] as const;

/** How the prior is tied to the current scan, and by how much it is shifted. */
export function PriorBar(props: {
  prior: Prior;
  /** What must be known before comparing. */
  warnings: readonly string[];
  look: Look;
  onLook: Dispatch<SetStateAction<Look>>;
  onChoose: () => void;
  onClose: () => void;
}) {
  const { prior, look, onLook } = props;
  const { progress } = prior;
  const shift = (axis: 0 | 1 | 2, mm: number): void =>
    onLook((before) => {
      const offsetMm: [number, number, number] = [before.offsetMm[0], before.offsetMm[1], before.offsetMm[2]];
      offsetMm[axis] = mm;
      return { ...before, offsetMm };
    });
  return (
    <section className="prior-bar" aria-label="Prior">
      <b className="name" title={prior.title}>
        Prior: {prior.title}
      </b>
      {prior.volume && (
        <>
          <button type="button" aria-pressed={look.beside} onClick={() => onLook((before) => ({ ...before, beside: !before.beside }))}>
            Beside
          </button>
          <button
            type="button"
            aria-pressed={look.linked}
            title="Linked, it follows; unlinked, each scrolls alone and a click on the same landmark in both sets the shift"
            onClick={() => onLook((before) => ({ ...before, linked: !before.linked }))}
          >
            Linked
          </button>
          <fieldset className="shift">
            <legend className="hidden">Shift of the prior in mm</legend>
            shift
            {AXES.map(({ axis, words }) => (
              <label key={words}>
                {words}
                <input
                  type="number"
                  step={1}
                  value={Math.round(10 * look.offsetMm[axis]) / 10}
                  onChange={(event) => shift(axis, Number(event.target.value) || 0)}
                />
              </label>
            ))}
            mm
            <button
              type="button"
              disabled={look.offsetMm.every((each) => each === 0)}
              onClick={() => onLook((before) => ({ ...before, offsetMm: NO_OFFSET }))}
            >
              0
            </button>
          </fieldset>
        </>
      )}
      <button type="button" onClick={props.onChoose}>
        Another
      </button>
      <button type="button" onClick={props.onClose}>
        Close
      </button>
      {progress && (
        <span role="status">
          {STAGES[progress.stage] ?? progress.stage} {Math.round(100 * progress.fraction)} %
        </span>
      )}
      {prior.volume && <span title="Linked by patient position and the shift alone">not registered</span>}
      {props.warnings.map((each) => (
        <span key={each} className="flag">
          ⚠ {each}
        </span>
      ))}
      {prior.trouble && (
        <span role="alert" className="flag">
          {prior.trouble.message} {prior.trouble.issues[0]?.fix}
        </span>
      )}
    </section>
  );
}
