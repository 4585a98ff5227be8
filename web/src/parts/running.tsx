import type { RunState } from '../model/workbench.ts';
import { Viewer } from '../viewer/viewer.tsx';

const STAGES: Readonly<Record<string, string>> = {
  read: 'Reading the files',
  anatomy: 'Telling tissues apart',
  lesions: 'Finding calcifications',
  reasoning: 'Ranking causes',
};

const nothing = (): void => {};

/** A run under way: how far, how to stop it, and the images as soon as they are read. */
export function Running({ run, onCancel }: { run: RunState; onCancel: () => void }) {
  const percent = Math.round(run.fraction * 100);
  const stage = STAGES[run.stage] ?? STAGES[run.stage.split(/[-: ]/)[0]] ?? run.stage;
  return (
    <main className="running">
      <section aria-live="polite">
        <h2>
          {stage} <span className="soft">{run.note}</span>
        </h2>
        <progress max={100} value={percent} aria-label={stage} />
        <p>
          {percent} % of this stage, {run.files} file{run.files === 1 ? '' : 's'}{' '}
          <button type="button" onClick={onCancel}>
            Cancel <kbd>Esc</kbd>
          </button>
        </p>
      </section>
      {run.volume && (
        <Viewer
          ref={null}
          volume={run.volume}
          lesions={NONE}
          groups={NONE}
          selected={null}
          showOverlay={false}
          onSelect={nothing}
          onOverlay={nothing}
        />
      )}
    </main>
  );
}

const NONE: readonly never[] = [];
