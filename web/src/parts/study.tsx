import { type Ref, type RefObject, useMemo, useState } from 'react';
import {
  type Analysis,
  type AnalysisGroup,
  type GroupImpression,
  impressionOf,
  reviewAnalysis,
  volumeWords,
} from '../../../src/report/index.ts';
import { type Decision, type Edits, type Entry, NO_EDITS } from '../model/entry.ts';
import { download, fileOf, SAVED_FORMATS, type SavedFormat } from '../model/save.ts';
import type { Word } from '../model/search.ts';
import type { Ranking, Study, StudyImage } from '../model/workbench.ts';
import { Viewer, type ViewerHandle } from '../viewer/viewer.tsx';
import { EntryForm } from './entry.tsx';
import { Issues } from './issues.tsx';
import { LesionTable } from './lesions.tsx';
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

/** A study: lesions and facts left, images in the middle, reasoning right. */
export function StudyView(props: {
  study: Study;
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
  viewer: Ref<ViewerHandle>;
  reasons: RefObject<HTMLElement | null>;
  onSelect: (lesionId: string) => void;
  onDecide: (lesionId: string, decision: Decision) => void;
  onEnter: (entry: Entry, typingIn?: string) => void;
  onOverlay: () => void;
}) {
  const { study, edits, groups, ranking, selected } = props;
  const { analysis } = study;
  const ofSelected = groups.find((each) => selected !== null && each.lesionIds.includes(selected));
  const group = ofSelected ?? groups.find((each) => !each.expected) ?? groups[0];
  const before = group ? (analysis.groups.find((each) => each.id === group.id) ?? null) : null;
  const edited = useMemo(
    () => reviewAnalysis(analysis, { decisions: edits.decisions, groups, answers: ranking?.byGroup ?? NO_ANSWERS }),
    [analysis, edits.decisions, groups, ranking],
  );
  const answer = group ? ranking?.byGroup[group.id] : undefined;
  return (
    <main className="study">
      <aside className="left">
        <ImpressionPart analysis={edited} hidden={props.hidden} />
        <h3>Lesions</h3>
        <LesionTable
          analysis={analysis}
          decisions={edits.decisions}
          selected={selected}
          onSelect={props.onSelect}
          onDecide={props.onDecide}
        />
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
      <section className="middle" aria-label="Images">
        {study.volume && (
          <Viewer
            ref={props.viewer}
            volume={study.volume}
            lesions={analysis.lesions}
            groups={groups}
            selected={selected}
            showOverlay={props.overlay}
            onSelect={props.onSelect}
            onOverlay={props.onOverlay}
          />
        )}
        {!study.volume && <KeyImages images={study.images} />}
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
