import type { RefObject } from 'react';
import type { RunState } from '../model/workbench.ts';
import type { Look } from '../viewer/state.ts';
import { Viewer, type ViewerHandle } from '../viewer/viewer.tsx';

const STAGES: Readonly<Record<string, string>> = {
  demo: 'Making the demo study',
  headers: 'Looking through the files',
  read: 'Reading the slices',
  anatomy: 'Telling tissues apart',
  lesions: 'Finding calcifications',
  reasoning: 'Ranking causes',
};

const nothing = (): void => {};

/** A run under way: how far, how to stop it, and the images as soon as they are read. */
export function Running(props: {
  run: RunState;
  memory: RefObject<Look | null>;
  viewer: RefObject<ViewerHandle | null>;
  onCancel: () => void;
}) {
  const { run } = props;
  const percent = Math.round(run.fraction * 100);
  const stage = STAGES[run.stage] ?? STAGES[run.stage.split(/[-: ]/)[0]] ?? run.stage;
  return (
    <main className="running" id="main" tabIndex={-1}>
      <section aria-live="polite" className="run">
        <h2>
          {stage} <span className="soft">{run.note}</span>
        </h2>
        <progress max={100} value={percent} aria-label={stage} />
        <span>
          {percent} % of this stage, {run.files} file{run.files === 1 ? '' : 's'}
        </span>
        <button type="button" onClick={props.onCancel}>
          Cancel <kbd>Esc</kbd>
        </button>
      </section>
      {run.volume && (
        <Viewer
          ref={props.viewer}
          volume={run.volume}
          date=""
          beside={null}
          memory={props.memory}
          lesions={NONE}
          groups={NONE}
          selected={null}
          showOverlay={true}
          excluded={NO_EXCLUDED}
          selectedExcluded={null}
          marks={NONE}
          selectedMark={null}
          warnings={run.preview ? PREVIEW : NONE}
          measuring={false}
          onSelect={nothing}
          onOverlay={nothing}
          onMarks={nothing}
          onEdit={null}
        />
      )}
    </main>
  );
}

const NONE: readonly never[] = [];
const NO_EXCLUDED: never[] = [];
const PREVIEW = ['a first slice; the series is being chosen'];
