import type { Grid, Issue, StatedWindow } from '../../../src/core/index.ts';
import type { Analysis, CaseAnswer } from '../../../src/report/index.ts';
import type { BoneBlocks, LesionVoxels } from '../worker/messages.ts';
import { type Decision, decide, type Edits, type Entry, NO_EDITS } from './entry.ts';
import { amend, type History, redo, remember, startHistory, undo } from './history.ts';
import type { EditedLesion } from './image-edits.ts';
import type { Mark } from './marks.ts';

export interface StudyImage {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly address: string;
}

/** Voxels held by the page: of a study analysed here, or streamed from the service. */
export interface StudyVolume {
  readonly grid: Grid;
  readonly hu: Int16Array;
  readonly lesions: readonly LesionVoxels[];
  /** Counts up while slices arrive in `hu`. */
  readonly revision: number;
  /** Share of the slices that are there, 0..1. */
  readonly loaded: number;
  /** Where bone is, on blocks of the grid; null until an analysis has told it apart. */
  readonly bone: BoneBlocks | null;
  /** Windows that the file recommends. */
  readonly windows: readonly StatedWindow[];
}

export interface Study {
  readonly title: string;
  readonly analysis: Analysis;
  readonly images: readonly StudyImage[];
  readonly volume: StudyVolume | null;
  readonly reportAddress: string | null;
}

/** A second study beside the one that is open. */
export interface Prior {
  readonly title: string;
  /** null until it has been analysed. */
  readonly analysis: Analysis | null;
  /** null until its first slice is there. */
  readonly volume: StudyVolume | null;
  /** null when nothing is under way. */
  readonly progress: { readonly stage: string; readonly fraction: number } | null;
  readonly trouble: { readonly message: string; readonly issues: readonly Issue[] } | null;
}

export interface RunState {
  readonly stage: string;
  readonly fraction: number;
  readonly note: string | null;
  readonly files: number;
  /** The voxels, as soon as they are there. */
  readonly volume: StudyVolume | null;
  /** `volume` is one slice of what was dropped, before the series is known. */
  readonly preview: boolean;
}

/** Answers of the ranking: of a case without image, or of each group of a study. */
export interface Ranking {
  readonly caseAnswer: CaseAnswer | null;
  readonly byGroup: Readonly<Record<string, CaseAnswer>>;
  readonly issues: readonly Issue[];
}

export interface State {
  readonly view: 'home' | 'case' | 'study' | 'running';
  readonly study: Study | null;
  /** Shown beside the study. */
  readonly prior: Prior | null;
  readonly run: RunState | null;
  readonly edits: History<Edits>;
  /** The field whose typing is one step of undo. */
  readonly typingIn: string | null;
  readonly ranking: Ranking | null;
  readonly selected: string | null;
  /** A change of voxels is being measured. */
  readonly measuring: boolean;
  /** Why the last change of voxels was not made. */
  readonly editIssues: readonly Issue[];
  /** Edits of an earlier visit to this study, to be taken up or left. */
  readonly kept: { readonly savedAt: string; readonly history: History<Edits> } | null;
  readonly overlay: boolean;
  readonly shortcuts: boolean;
  /** Reader first: studies open with the ranking hidden, so that it does not steer what is seen. */
  readonly readerFirst: boolean;
  readonly rankingHidden: boolean;
  readonly trouble: { readonly title: string; readonly issues: readonly Issue[]; readonly message: string | null } | null;
}

export const START: State = {
  view: 'home',
  study: null,
  prior: null,
  run: null,
  edits: startHistory(NO_EDITS),
  typingIn: null,
  ranking: null,
  selected: null,
  measuring: false,
  editIssues: [],
  kept: null,
  overlay: true,
  shortcuts: false,
  readerFirst: false,
  rankingHidden: false,
  trouble: null,
};

export type Action =
  | { readonly kind: 'home' }
  | { readonly kind: 'case' }
  | { readonly kind: 'study'; readonly study: Study }
  | { readonly kind: 'prior'; readonly prior: Prior | null }
  | { readonly kind: 'run-started'; readonly files: number }
  | { readonly kind: 'run-progress'; readonly stage: string; readonly fraction: number; readonly note: string | null }
  | { readonly kind: 'run-volume'; readonly volume: StudyVolume; readonly preview?: boolean }
  | { readonly kind: 'run-ended'; readonly trouble: State['trouble'] }
  | { readonly kind: 'enter'; readonly entry: Entry; readonly typingIn?: string }
  | { readonly kind: 'decide'; readonly lesionId: string; readonly decision: Decision }
  | { readonly kind: 'study-volume'; readonly volume: StudyVolume }
  | { readonly kind: 'measuring' }
  | { readonly kind: 'edited'; readonly lesions: readonly EditedLesion[]; readonly selected: string | null }
  | { readonly kind: 'edit-refused'; readonly issues: readonly Issue[] }
  | { readonly kind: 'marks'; readonly marks: readonly Mark[] }
  | { readonly kind: 'kept'; readonly kept: State['kept'] }
  | { readonly kind: 'take-up' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'ranked'; readonly ranking: Ranking }
  | { readonly kind: 'select'; readonly lesionId: string | null }
  | { readonly kind: 'step'; readonly by: 1 | -1 }
  | { readonly kind: 'overlay' }
  | { readonly kind: 'reader-first'; readonly on: boolean }
  | { readonly kind: 'hide-ranking'; readonly hidden: boolean }
  | { readonly kind: 'shortcuts'; readonly open: boolean };

/** Lesion after or before the selected one, round the ends. */
function stepped(state: State, by: 1 | -1): string | null {
  const lesions = state.edits.present.image.lesions ?? state.study?.analysis.lesions ?? [];
  if (!lesions.length) return null;
  const at = lesions.findIndex((each) => each.id === state.selected);
  if (at < 0) return lesions[by > 0 ? 0 : lesions.length - 1].id;
  return lesions[(at + by + lesions.length) % lesions.length].id;
}

const fresh = {
  edits: startHistory(NO_EDITS),
  typingIn: null,
  ranking: null,
  selected: null,
  measuring: false,
  editIssues: [],
  kept: null,
  trouble: null,
  run: null,
  prior: null,
} as const;

/** The one place where the page's state changes; pure. */
export function reduce(state: State, action: Action): State {
  const { present } = state.edits;
  switch (action.kind) {
    case 'home':
      return { ...state, view: 'home', trouble: null };
    case 'case':
      return state.view === 'case' ? state : { ...state, ...fresh, view: 'case', study: null, rankingHidden: state.readerFirst };
    case 'study':
      return { ...state, ...fresh, view: 'study', study: action.study, selected: firstOf(action.study), rankingHidden: state.readerFirst };
    case 'prior':
      return { ...state, prior: state.study ? action.prior : null };
    case 'run-started':
      return {
        ...state,
        ...fresh,
        view: 'running',
        study: null,
        run: { stage: 'read', fraction: 0, note: null, files: action.files, volume: null, preview: false },
      };
    case 'run-progress':
      return state.run ? { ...state, run: { ...state.run, stage: action.stage, fraction: action.fraction, note: action.note } } : state;
    case 'run-volume':
      return state.run ? { ...state, run: { ...state.run, volume: action.volume, preview: action.preview ?? false } } : state;
    case 'run-ended':
      return { ...state, run: null, view: 'home', trouble: action.trouble };
    case 'enter': {
      const next = { ...present, entry: action.entry };
      // letters after the first in one field belong to the step that the first began
      const sameField = action.typingIn !== undefined && action.typingIn === state.typingIn;
      return { ...state, edits: sameField ? amend(state.edits, next) : remember(state.edits, next), typingIn: action.typingIn ?? null };
    }
    case 'decide':
      return {
        ...state,
        edits: remember(state.edits, { ...present, decisions: decide(present.decisions, action.lesionId, action.decision) }),
        typingIn: null,
      };
    case 'study-volume':
      return state.study ? { ...state, study: { ...state.study, volume: action.volume } } : state;
    case 'measuring':
      return { ...state, measuring: true, editIssues: [] };
    case 'edited':
      return {
        ...state,
        edits: remember(state.edits, { ...present, image: { ...present.image, lesions: action.lesions } }),
        typingIn: null,
        measuring: false,
        selected: action.selected,
      };
    case 'edit-refused':
      return { ...state, measuring: false, editIssues: action.issues };
    case 'marks':
      return {
        ...state,
        edits: remember(state.edits, { ...present, image: { ...present.image, marks: action.marks } }),
        typingIn: null,
      };
    case 'kept':
      return { ...state, kept: action.kept };
    case 'take-up':
      return state.kept ? { ...state, edits: state.kept.history, kept: null, typingIn: null } : state;
    case 'undo':
      return { ...state, edits: undo(state.edits), typingIn: null };
    case 'redo':
      return { ...state, edits: redo(state.edits), typingIn: null };
    case 'ranked':
      return { ...state, ranking: action.ranking };
    case 'select':
      return { ...state, selected: action.lesionId };
    case 'step':
      return { ...state, selected: stepped(state, action.by) };
    case 'overlay':
      return { ...state, overlay: !state.overlay };
    case 'reader-first':
      return { ...state, readerFirst: action.on };
    case 'hide-ranking':
      return { ...state, rankingHidden: action.hidden };
    case 'shortcuts':
      return { ...state, shortcuts: action.open };
  }
}

/** The largest lesion of the question is shown first; without one, the first of all. */
function firstOf(study: Study): string | null {
  const asked = study.analysis.lesions.filter((each) => each.expected === null);
  const candidates = asked.length ? asked : study.analysis.lesions;
  return (
    candidates.reduce<(typeof candidates)[number] | null>((most, each) => (!most || each.volumeMm3 > most.volumeMm3 ? each : most), null)
      ?.id ?? null
  );
}
