import { useCallback, useEffect, useMemo, useState } from 'react';
import { type Analysis, type AnalysisGroup, type AnalysisReview, type CaseAnswer, reviewAnalysis } from '../../../src/report/index.ts';
import type { Workbench } from '../hooks/use-workbench.ts';
import type { ReaderAnswer } from '../model/casework.ts';
import { standingLesions } from '../model/decisions.ts';
import { caseImpression, caseText, studyImpression, studyText } from '../model/dictation.ts';
import { type Edits, NO_EDITS } from '../model/entry.ts';
import { hashOf } from '../model/route.ts';
import { caseFileOf, download, fileOf, SAVED_CASE_FORMATS, SAVED_FORMATS, type SavedCaseFormat, type SavedFormat } from '../model/save.ts';
import type { Ranking, Study } from '../model/workbench.ts';
import { DicomFiles } from './dicom-files.tsx';

const NO_ANSWERS = {};
const MEANING = 'I have read this result and its limits and accept it as edited.';
/** Typing in the impression pauses before the preview is made anew. */
const PREVIEW_PAUSE_MS = 400;

interface Signature {
  readonly reader: string;
  readonly at: string;
  /** What was signed; a change after it takes the signature away. */
  readonly of: string;
}

const answerOf = (answer: ReaderAnswer | null): AnalysisReview['ownAnswer'] =>
  answer && {
    mechanism: answer.mechanism || null,
    diagnosis: answer.diagnosis,
    words: answer.words,
    confidence: answer.confidence || null,
    at: answer.at,
  };

/** Impression in the reader's words, and the name under it. */
function Signing(props: {
  impression: string;
  generated: string;
  signature: Signature | null;
  stale: boolean;
  onImpression: (text: string) => void;
  onSign: (reader: string) => void;
  onUnsign: () => void;
}) {
  const { impression, generated, signature, stale } = props;
  const [name, setName] = useState(signature?.reader ?? '');
  return (
    <section aria-label="Impression and signature">
      <label className="impression-field">
        <b>Impression</b>
        <textarea rows={10} value={impression} onChange={(event) => props.onImpression(event.target.value)} />
      </label>
      {impression !== generated && (
        <button type="button" className="quiet" onClick={() => props.onImpression(generated)}>
          Back to the generated words
        </button>
      )}
      <form
        className="sign"
        aria-label="Sign"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) props.onSign(name.trim());
        }}
      >
        {signature && !stale ? (
          <p role="status">
            Accepted by <b>{signature.reader}</b>, {signature.at.slice(0, 16).replace('T', ' ')} UTC.{' '}
            <button type="button" className="quiet" onClick={props.onUnsign}>
              Take it back
            </button>
          </p>
        ) : (
          <>
            {stale && <p className="notice">Changed after it was signed: sign again.</p>}
            <label>
              Name of the reader
              <input type="text" value={name} autoComplete="name" onChange={(event) => setName(event.target.value)} />
            </label>
            <button type="submit" className="main" disabled={!name.trim()}>
              Accept and sign
            </button>
            <p className="soft small">{MEANING} A name typed here is no electronic signature in law.</p>
          </>
        )}
      </form>
    </section>
  );
}

function CopyText({ text }: { text: string }) {
  const [told, setTold] = useState('');
  return (
    <p className="row">
      <button
        type="button"
        onClick={() =>
          navigator.clipboard.writeText(text).then(
            () => setTold('Copied.'),
            () => setTold('The browser does not let this page copy: choose the text below.'),
          )
        }
      >
        Copy as text
      </button>
      <span className="soft" role="status">
        {told}
      </span>
    </p>
  );
}

interface KeptReview {
  readonly text: string | null;
  readonly signature: Signature | null;
}
const NO_REVIEW: KeptReview = { text: null, signature: null };
/** Reviews outlive the page that shows them: who goes back to the images finds the words again. */
const reviews = new Map<string, KeptReview>();

/** The review as it stands, kept until the workbench is closed. One per study or case. */
function useReview(key: string, generated: string, subject: string) {
  const [, redraw] = useState(0);
  const { text, signature } = reviews.get(key) ?? NO_REVIEW;
  const impression = text ?? generated;
  const of = `${subject}\n${impression}`;
  const set = (change: Partial<KeptReview>): void => {
    reviews.set(key, { ...(reviews.get(key) ?? NO_REVIEW), ...change });
    redraw((count) => count + 1);
  };
  return {
    impression,
    edited: text !== null && text !== generated,
    signature,
    stale: signature !== null && signature.of !== of,
    write: (next: string) => set({ text: next === generated ? null : next }),
    sign: (reader: string) => set({ signature: { reader, at: new Date().toISOString(), of } }),
    unsign: () => set({ signature: null }),
  };
}

function reviewOf(review: ReturnType<typeof useReview>, answer: ReaderAnswer | null): AnalysisReview | undefined {
  const signed = review.signature && !review.stale ? review.signature : null;
  if (!signed && !review.edited && !answer) return undefined;
  return {
    reader: signed?.reader ?? null,
    signedAt: signed?.at ?? null,
    meaning: signed ? MEANING : null,
    impression: review.edited ? review.impression : null,
    ownAnswer: answerOf(answer),
  };
}

function Preview({ file }: { file: () => Promise<Blob> }) {
  const [page, setPage] = useState<string | null>(null);
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      file()
        .then((made) => made.text())
        .then((text) => wanted && setPage(text))
        .catch(
          (cause: unknown) => wanted && setPage(`<p>${cause instanceof Error ? cause.message.replaceAll('<', '&lt;') : 'no preview'}</p>`),
        );
    }, PREVIEW_PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [file]);
  if (page === null) return <p className="soft">Making the preview …</p>;
  // no script, no form, no origin: the report can do nothing but be read
  return <iframe className="preview" title="Report preview" sandbox="" srcDoc={page} />;
}

function StudyReport(props: {
  study: Study;
  edits: Edits;
  groups: readonly AnalysisGroup[];
  ranking: Ranking | null;
  readerAnswer: ReaderAnswer | null;
  objects: Workbench['objects'];
}) {
  const { study, edits, groups, ranking, readerAnswer } = props;
  const [trouble, setTrouble] = useState<string | null>(null);
  const reviewed = useMemo(
    () =>
      reviewAnalysis(
        { ...study.analysis, lesions: [...standingLesions(study.analysis, edits)] },
        { decisions: edits.decisions, groups, answers: ranking?.byGroup ?? NO_ANSWERS },
      ),
    [study, edits, groups, ranking],
  );
  const generated = useMemo(() => studyImpression(reviewed), [reviewed]);
  const { decisions, entry } = edits;
  const review = useReview(study.analysis.manifest.inputHash, generated, JSON.stringify([generated, decisions, entry, reviewed.burden]));
  const signed = reviewOf(review, readerAnswer);
  const signedText = JSON.stringify(signed ?? null);
  const analysis = useMemo((): Analysis => {
    const said = JSON.parse(signedText) as AnalysisReview | null;
    return said ? { ...reviewed, review: said } : reviewed;
  }, [reviewed, signedText]);
  const edited = edits !== NO_EDITS;
  const text = studyText(analysis, { impression: review.impression, reader: signed?.reader ?? null, signedAt: signed?.signedAt ?? null });
  const preview = useCallback(() => fileOf('report.html', { analysis, images: study.images, edited }), [analysis, study.images, edited]);
  const save = (format: SavedFormat): void => {
    setTrouble(null);
    fileOf(format, { analysis, images: study.images, edited })
      .then((file) => download(file, format))
      .catch((cause: unknown) => setTrouble(cause instanceof Error ? cause.message : String(cause)));
  };
  return (
    <>
      <section className="left" aria-label="Report">
        <h2>Report</h2>
        <p className="soft">{study.title}</p>
        <Signing
          impression={review.impression}
          generated={generated}
          signature={review.signature}
          stale={review.stale}
          onImpression={review.write}
          onSign={review.sign}
          onUnsign={review.unsign}
        />
        <h3>Keep</h3>
        <div className="row">
          {SAVED_FORMATS.map((each) => (
            <button key={each} type="button" onClick={() => save(each)}>
              {each}
            </button>
          ))}
        </div>
        {trouble && <p role="alert">{trouble}</p>}
        {study.volume && <DicomFiles analysis={analysis} study={study} edited={edited} objects={props.objects} />}
        <CopyText text={text} />
        <details>
          <summary>Text for dictation</summary>
          <pre className="dictation">{text}</pre>
        </details>
      </section>
      <section className="right" aria-label="Preview">
        <Preview file={preview} />
      </section>
    </>
  );
}

const save = (name: string, type: string, text: string): void => download(new Blob([text], { type }), name);

function CaseReport({ answer, caseText: file, readerAnswer }: { answer: CaseAnswer; caseText: string; readerAnswer: ReaderAnswer | null }) {
  const generated = caseImpression(answer);
  const review = useReview('case', generated, file);
  const signed = reviewOf(review, readerAnswer);
  const text = caseText(answer, { impression: review.impression, reader: signed?.reader ?? null, signedAt: signed?.signedAt ?? null });
  const signedJson = JSON.stringify(signed ?? null);
  const said = useMemo((): CaseAnswer => {
    const reviewed = JSON.parse(signedJson) as AnalysisReview | null;
    return reviewed ? { ...answer, review: reviewed } : answer;
  }, [answer, signedJson]);
  const preview = useCallback(() => caseFileOf('report.html', said), [said]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const keep = (format: SavedCaseFormat): void => {
    setTrouble(null);
    caseFileOf(format, said)
      .then((made) => download(made, format))
      .catch((cause: unknown) => setTrouble(cause instanceof Error ? cause.message : String(cause)));
  };
  return (
    <>
      <section className="left" aria-label="Report">
        <h2>Report of the case without images</h2>
        <Signing
          impression={review.impression}
          generated={generated}
          signature={review.signature}
          stale={review.stale}
          onImpression={review.write}
          onSign={review.sign}
          onUnsign={review.unsign}
        />
        <h3>Keep</h3>
        <div className="row">
          <button type="button" onClick={() => save('case.json', 'application/json', file)}>
            case.json
          </button>
          {SAVED_CASE_FORMATS.map((each) => (
            <button key={each} type="button" onClick={() => keep(each)}>
              {each}
            </button>
          ))}
          <button type="button" onClick={() => save('report.txt', 'text/plain', text)}>
            report.txt
          </button>
        </div>
        {trouble && <p role="alert">{trouble}</p>}
        <CopyText text={text} />
        <details>
          <summary>Text for dictation</summary>
          <pre className="dictation">{text}</pre>
        </details>
      </section>
      <section className="right" aria-label="Preview">
        <Preview file={preview} />
      </section>
    </>
  );
}

/** What is written out: preview, the reader's words and name, and every file that can be made here. */
export function ReportView(props: {
  of: 'study' | 'case';
  study: Study | null;
  edits: Edits;
  groups: readonly AnalysisGroup[];
  ranking: Ranking | null;
  caseAnswer: CaseAnswer | null;
  caseText: string;
  readerAnswer: ReaderAnswer | null;
  objects: Workbench['objects'];
}) {
  const { of, study, caseAnswer } = props;
  return (
    <main className="report" id="main" tabIndex={-1}>
      {of === 'study' && study && <StudyReport {...props} study={study} />}
      {of === 'case' && caseAnswer && <CaseReport answer={caseAnswer} caseText={props.caseText} readerAnswer={props.readerAnswer} />}
      {((of === 'study' && !study) || (of === 'case' && !caseAnswer)) && (
        <div className="empty">
          <p>
            <b>Nothing to report yet.</b>
          </p>
          <p className="soft">
            Open a study from the <a href={hashOf({ page: 'home' })}>list</a>, or enter a <a href={hashOf({ page: 'case' })}>case</a> first.
          </p>
        </div>
      )}
    </main>
  );
}
