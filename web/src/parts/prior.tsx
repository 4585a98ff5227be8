import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { type Analysis, dateWords, placeWords, plainWords, volumeWords } from '../../../src/report/index.ts';
import type { Listed } from '../hooks/api.ts';
import { filesOfPicker } from '../model/drop.ts';
import { priorCandidates, studyDateWords } from '../model/prior.ts';
import type { Prior, Study } from '../model/workbench.ts';
import type { DroppedFile } from '../worker/messages.ts';
import { FOLDER } from './home.tsx';

/** Where a prior is chosen: a stored study, the same patient's first, or files that are analysed here beside the open study. */
export function PriorChooser(props: {
  open: boolean;
  study: Study;
  listed: readonly Listed[] | 'none' | null;
  onListed: (listed: Listed) => void;
  onFiles: (files: readonly DroppedFile[]) => void;
  onClose: () => void;
}) {
  const { open, study, listed, onListed, onFiles, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const single = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (open && !element?.open) element?.showModal();
    if (!open && element?.open) element.close();
  }, [open]);
  const stored = useMemo(
    () =>
      Array.isArray(listed)
        ? priorCandidates(listed as readonly Listed[], { title: study.title, patientId: study.analysis.study.patient.patientId }).filter(
            (each) => each.voxels,
          )
        : [],
    [listed, study],
  );
  const take = (input: RefObject<HTMLInputElement | null>): void => {
    const files = input.current?.files;
    if (!files?.length) return;
    onFiles(filesOfPicker(files));
    // the same folder may be chosen again
    if (input.current) input.current.value = '';
  };
  return (
    <dialog ref={dialog} className="sheet prior-chooser" onClose={onClose} aria-labelledby="prior-title">
      <h2 id="prior-title">Prior beside {study.title}</h2>
      <p className="soft">
        The two scroll together by patient position (the table's), each slice at its own place. They are not registered: where the patient
        lay otherwise, shift the prior.
      </p>
      {stored.length > 0 && (
        <ul className="studies">
          {stored.map((each) => (
            <li key={each.id}>
              <button type="button" onClick={() => onListed(each)}>
                <b>{each.label}</b>
                <span className="soft">
                  {each.samePatient ? 'same patient, ' : ''}
                  {each.studyDate ? dateWords(each.studyDate) : 'date not stated'}, {each.lesions} lesion{each.lesions === 1 ? '' : 's'}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className="row">
        <button type="button" className="main" onClick={() => folder.current?.click()}>
          Choose a folder
        </button>
        <button type="button" onClick={() => single.current?.click()}>
          Choose files
        </button>
        <span className="soft">or drop them here; they are analysed in this page.</span>
      </p>
      <input ref={folder} hidden type="file" data-testid="prior-folder" multiple {...FOLDER} onChange={() => take(folder)} />
      <input ref={single} hidden type="file" data-testid="prior-files" multiple onChange={() => take(single)} />
      <p>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </p>
    </dialog>
  );
}

/** What the prior held, and the totals of both days. Its lesions are those that were found: nobody edits them here. */
export function PriorLesions(props: {
  prior: Prior & { readonly analysis: Analysis };
  /** The open study as it stands. */
  current: Analysis;
  selected: string | null;
  onSelect: (lesionId: string) => void;
}) {
  const { prior, current, selected, onSelect } = props;
  const { lesions, burden } = prior.analysis;
  const now = current.burden;
  const change = now.totalVolumeMm3 - burden.totalVolumeMm3;
  return (
    <section aria-label="Lesions of the prior" className="prior-lesions">
      <h3>Prior, {studyDateWords(prior.analysis)}</h3>
      <p data-testid="prior-burden">
        Burden then <b>{volumeWords(burden.totalVolumeMm3)}</b> in {burden.lesionCount}, now <b>{volumeWords(now.totalVolumeMm3)}</b> in{' '}
        {now.lesionCount}: {change < 0 ? '−' : '+'}
        {volumeWords(Math.abs(change))}.
      </p>
      <p className="soft small">Totals of what each scan covers. Lesions are not matched one to one.</p>
      {lesions.length > 0 && (
        <details open>
          <summary>{lesions.length} found then</summary>
          <ul className="marks pieces">
            {lesions.map((each) => (
              <li key={each.id} aria-current={each.id === selected} data-prior-lesion={each.id}>
                <button type="button" className="plain" onClick={() => onSelect(each.id)}>
                  <b>p{each.number}</b> {placeWords(each)}, {plainWords(each.compartment)}
                  {each.expected ? ', expected' : ''}
                </button>
                <span className="number">{volumeWords(each.volumeMm3)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
