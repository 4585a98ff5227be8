import { type RefObject, useMemo, useState } from 'react';
import type { Issue } from '../../../src/core/index.ts';
import type { LesionEdit } from '../../../src/lesions/index.ts';
import {
  type Analysis,
  type AnalysisGroup,
  type GroupImpression,
  impressionOf,
  reviewAnalysis,
  volumeWords,
} from '../../../src/report/index.ts';
import { standingLesions } from '../model/decisions.ts';
import { type Decision, type Edits, type Entry, NO_EDITS } from '../model/entry.ts';
import type { EditedLesion } from '../model/image-edits.ts';
import type { Mark } from '../model/marks.ts';
import { priorWarnings, studyDateWords } from '../model/prior.ts';
import { download, fileOf, SAVED_FORMATS, type SavedFormat } from '../model/save.ts';
import type { Word } from '../model/search.ts';
import type { Prior, Ranking, Study, StudyImage } from '../model/workbench.ts';
import type { ViewLesion } from '../viewer/lesion-overlays.ts';
import type { PriorView } from '../viewer/prior-pane.tsx';
import type { Look } from '../viewer/state.ts';
import { Viewer, type ViewerHandle } from '../viewer/viewer.tsx';
import { EntryForm } from './entry.tsx';
import { Issues } from './issues.tsx';
import { ExcludedList, LesionTable, LesionTools } from './lesions.tsx';
import { Marks } from './marks.tsx';
import { PriorLesions } from './prior.tsx';
import { HiddenReasoning, Reasoning } from './reasoning.tsx';
import { RecordPart } from './record.tsx';

function KeyImages({ images }: { images: readonly StudyImage[] }) {
  const [gone, setGone] = useState<readonly string[]>([]);
  const shown = images.filter((each) => !gone.includes(each.name));
  if (!shown.length) return <p className="soft">No key images were written for this study.</p>;
  return (
    <div className="key-images">
      {shown.map((each) => (
        <figure key={each.name}>
          <img src={each.address} alt={`${each.title} ${each.caption}`} onError={() => setGone((before) => [...before, each.name])} />
          <figcaption>
            <b>{each.title}</b> {each.caption}
          </figcaption>
        </figure>
      ))}
    </div>
  );
}

/** The study as it stands now, to keep. */
function Save({ analysis, study, edited }: { analysis: Analysis; study: Study; edited: boolean }) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const save = (format: SavedFormat): void => {
    setTrouble(null);
    fileOf(format, { analysis, images: study.images, edited })
      .then((file) => download(file, format))
      .catch((cause: unknown) => setTrouble(cause instanceof Error ? cause.message : String(cause)));
  };
  return (
    <section className="save" aria-label="Save">
      <h3>Keep{edited ? ', with your changes' : ''}</h3>
      {SAVED_FORMATS.map((each) => (
        <button key={each} type="button" onClick={() => save(each)}>
          {each}
        </button>
      ))}
      {trouble && <p role="alert">{trouble}</p>}
    </section>
  );
}

const SAID_FIRST = 2;

function ImpressionPart({ analysis, hidden }: { analysis: Analysis; hidden: boolean }) {
  const said = impressionOf(analysis);
  const line = (each: GroupImpression) => (
    <p key={each.groupId}>
      <b>{each.heading}</b> <span className="soft">({each.groupId})</span>: {each.measured} {!hidden && each.conclusion}
    </p>
  );
  return (
    <section className="impression" aria-label="Impression">
      <h3>Impression</h3>
      {said.groups.slice(0, SAID_FIRST).map(line)}
      {said.groups.length > SAID_FIRST && (
        <details>
          <summary>{said.groups.length - SAID_FIRST} more groups</summary>
          {said.groups.slice(SAID_FIRST).map(line)}
        </details>
      )}
      {said.nothing && <p>{said.nothing}</p>}
      {said.expected && <p className="soft">{said.expected}</p>}
    </section>
  );
}

const NO_ANSWERS = {};

/** What was mended or lost in the geometry or the values of the images: shown beside them as long as they are. */
const IMAGE_ISSUES: Readonly<Record<string, string>> = {
  'dicom-gantry-tilt': 'tilted slices, moved onto a rectangular grid',
  'dicom-missing-slice': 'slices missing, interpolated',
  'dicom-uneven-spacing': 'uneven slice spacing, interpolated',
  'dicom-duplicate-position': 'several slices at one position',
  'nifti-no-orientation': 'the file states no orientation: sides are a guess',
  'nifti-forms-disagree': 'the file states two orientations that differ',
  'nifti-sform-unusable': 'one stated orientation could not be used',
  'nifti-values-clamped': 'values beyond the range were cut',
};

function warningsOf(analysis: Analysis): string[] {
  const found = new Set<string>();
  if (analysis.study.lossy) found.add('stored with loss');
  for (const each of analysis.issues) if (IMAGE_ISSUES[each.code]) found.add(IMAGE_ISSUES[each.code]);
  return [...found];
}

const NO_VOXELS = new Int32Array(0);

/** The prior as the viewer needs it; null until a slice of it is there. */
function priorViewOf(prior: Prior, selected: string | null, onSelect: (lesionId: string | null) => void): PriorView | null {
  const { volume, analysis, title } = prior;
  if (!volume) return null;
  const voxels = new Map(volume.lesions.map((each) => [each.id, each.voxels]));
  const lesions = (analysis?.lesions ?? []).map(
    ({ id, number, centroidMm, decision }): ViewLesion => ({
      id,
      number,
      centroidMm,
      voxels: voxels.get(id) ?? NO_VOXELS,
      rejected: decision === 'rejected',
    }),
  );
  return { title, date: studyDateWords(analysis), volume, lesions, groups: analysis?.groups ?? NOTHING, selected, onSelect };
}

/** A study: lesions and facts left, images in the middle, reasoning right. */
export function StudyView(props: {
  study: Study;
  prior: Prior | null;
  onPriorChoose: () => void;
  onPriorClose: () => void;
  edits: Edits;
  groups: readonly AnalysisGroup[];
  ranking: Ranking | null;
  busy: boolean;
  hidden: boolean;
  onShow: () => void;
  selected: string | null;
  overlay: boolean;
  words: readonly Word[] | null;
  field: RefObject<HTMLInputElement | null>;
  viewer: RefObject<ViewerHandle | null>;
  memory: RefObject<Look | null>;
  reasons: RefObject<HTMLElement | null>;
  measuring: boolean;
  editIssues: readonly Issue[];
  mergeFrom: string | null;
  showExcluded: boolean;
  onExcluded: (shown: boolean) => void;
  onMerge: () => void;
  onEdit: (edit: LesionEdit) => void;
  onMarks: (marks: readonly Mark[]) => void;
  onSelect: (lesionId: string | null) => void;
  onDecide: (lesionId: string, decision: Decision) => void;
  onEnter: (entry: Entry, typingIn?: string) => void;
  onOverlay: () => void;
}) {
  const { study, edits, groups, ranking, selected, viewer } = props;
  const { analysis, volume } = study;
  const [selectedMark, setSelectedMark] = useState<string | null>(null);
  const [selectedExcluded, setSelectedExcluded] = useState<number | null>(null);
  const lesions = standingLesions(analysis, edits);
  const ofSelected = groups.find((each) => selected !== null && each.lesionIds.includes(selected));
  const group = ofSelected ?? groups.find((each) => !each.expected) ?? groups[0];
  const before = group ? (analysis.groups.find((each) => each.id === group.id) ?? null) : null;
  const edited = useMemo(
    () =>
      reviewAnalysis(
        { ...analysis, lesions: [...lesions] },
        { decisions: edits.decisions, groups, answers: ranking?.byGroup ?? NO_ANSWERS },
      ),
    [analysis, lesions, edits.decisions, groups, ranking],
  );
  const answer = group ? ranking?.byGroup[group.id] : undefined;
  const viewLesions = useMemo((): ViewLesion[] => {
    const voxels = new Map(volume?.lesions.map((each) => [each.id, each.voxels]));
    return lesions.map((each) => ({
      id: each.id,
      number: each.number,
      centroidMm: each.centroidMm,
      voxels: (each as Partial<EditedLesion>).voxels ?? voxels.get(each.id) ?? NO_VOXELS,
      rejected: (edits.decisions[each.id] ?? each.decision) === 'rejected',
    }));
  }, [lesions, volume?.lesions, edits.decisions]);
  const { prior } = props;
  const [selectedPrior, setSelectedPrior] = useState<string | null>(null);
  const priorView = useMemo(() => (prior ? priorViewOf(prior, selectedPrior, setSelectedPrior) : null), [prior, selectedPrior]);
  const priorTold = useMemo(() => (prior?.analysis ? priorWarnings(analysis, prior.analysis) : NOTHING), [analysis, prior?.analysis]);
  const warnings = useMemo(() => warningsOf(analysis), [analysis]);
  const canEdit = volume !== null && volume.loaded >= 1;
  const chosen = lesions.find((each) => each.id === selected) ?? null;
  const { burden } = edited;
  return (
    <main className="study" id="main" tabIndex={-1}>
      <aside className="left">
        <ImpressionPart analysis={edited} hidden={props.hidden} />
        <p className="burden" data-testid="burden">
          Burden <b>{volumeWords(burden.totalVolumeMm3)}</b>, {burden.lesionCount} lesion{burden.lesionCount === 1 ? '' : 's'},{' '}
          {Math.round(burden.totalMassMg)} mg
        </p>
        <h3>Lesions</h3>
        <LesionTable
          analysis={analysis}
          lesions={lesions}
          groups={groups}
          edits={edits}
          selected={selected}
          mergeFrom={props.mergeFrom}
          onSelect={props.onSelect}
          onDecide={props.onDecide}
        />
        {canEdit && (
          <LesionTools
            lesion={chosen}
            mergeFrom={lesions.find((each) => each.id === props.mergeFrom) ?? null}
            measuring={props.measuring}
            onMerge={props.onMerge}
            onEdit={props.onEdit}
            onDeselect={() => props.onSelect(null)}
          />
        )}
        {prior?.analysis && (
          <PriorLesions
            prior={{ ...prior, analysis: prior.analysis }}
            current={edited}
            selected={selectedPrior}
            onSelect={(id) => {
              setSelectedPrior(id);
              const lesion = prior.analysis?.lesions.find((each) => each.id === id);
              if (lesion) viewer.current?.show(lesion.centroidMm, 'prior');
            }}
          />
        )}
        <Issues issues={props.editIssues} title="The lesions were not changed" />
        <ExcludedList
          excluded={analysis.excluded}
          shown={props.showExcluded}
          selected={selectedExcluded}
          onShow={props.onExcluded}
          onSelect={(index) => {
            setSelectedExcluded(index);
            viewer.current?.show(analysis.excluded[index].centroidMm);
          }}
          onTake={
            canEdit
              ? (index) => props.onEdit({ kind: 'grow', lesionId: null, pointMm: analysis.excluded[index].centroidMm, leastHu: null })
              : null
          }
        />
        {volume && (
          <Marks
            volume={volume}
            marks={edits.image.marks}
            selected={selectedMark}
            onSelect={(mark) => {
              setSelectedMark(mark.id);
              viewer.current?.show(mark.pointsMm[0]);
            }}
            onDelete={(id) => props.onMarks(edits.image.marks.filter((each) => each.id !== id))}
          />
        )}
        <h3>Clinical facts</h3>
        <RecordPart clinical={analysis.clinical} labels={analysis.labels} />
        <EntryForm known={analysis.clinical.patient} entry={edits.entry} words={props.words} field={props.field} onChange={props.onEnter} />
        <Issues issues={ranking?.issues ?? []} title="Issues with what was entered" />
        <Issues issues={analysis.issues} title="Issues of the analysis" />
        <Save analysis={edited} study={study} edited={edits !== NO_EDITS} />
        {study.reportAddress && (
          <p>
            <a href={study.reportAddress} target="_blank" rel="noreferrer noopener">
              Open the report as it was written
            </a>
          </p>
        )}
      </aside>
      <section className="middle" aria-label="Images" tabIndex={study.volume ? -1 : 0}>
        {volume && (
          <Viewer
            ref={viewer}
            volume={volume}
            date={analysis.study.studyDate ? studyDateWords(analysis) : ''}
            beside={{
              prior,
              view: priorView,
              warnings: priorTold,
              onChoose: props.onPriorChoose,
              onClose: props.onPriorClose,
            }}
            memory={props.memory}
            lesions={viewLesions}
            groups={groups}
            selected={selected}
            showOverlay={props.overlay}
            excluded={props.showExcluded ? analysis.excluded : NOTHING}
            selectedExcluded={selectedExcluded}
            marks={edits.image.marks}
            selectedMark={selectedMark}
            warnings={warnings}
            measuring={props.measuring}
            onSelect={props.onSelect}
            onOverlay={props.onOverlay}
            onMarks={(marks, mark) => {
              props.onMarks(marks);
              setSelectedMark(mark);
            }}
            onEdit={canEdit ? props.onEdit : null}
          />
        )}
        {!volume && <KeyImages images={study.images} />}
      </section>
      <aside className="right" ref={props.reasons} tabIndex={-1} aria-label="Reasoning" aria-busy={props.busy}>
        <div className="tabs" role="tablist" aria-label="Groups">
          {groups.map((each) => (
            <button
              key={each.id}
              type="button"
              role="tab"
              aria-selected={each.id === group?.id}
              className={each.expected ? 'expected' : ''}
              onClick={() => each.lesionIds[0] && props.onSelect(each.lesionIds[0])}
            >
              {each.id} {each.label} <span className="soft">{volumeWords(each.volumeMm3)}</span>
            </button>
          ))}
        </div>
        {props.hidden ? (
          <HiddenReasoning group={group ?? null} words={analysis} onShow={props.onShow} />
        ) : group ? (
          <Reasoning
            key={group.id}
            group={group}
            words={{ labels: { ...analysis.labels, ...answer?.labels }, references: { ...analysis.references, ...answer?.references } }}
            before={answer ? before : null}
          />
        ) : (
          <p className="soft">No group is left to explain.</p>
        )}
      </aside>
    </main>
  );
}

const NOTHING: never[] = [];
