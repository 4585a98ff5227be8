import { useRef } from 'react';
import { dateWords } from '../../../src/report/index.ts';
import type { Listed } from '../hooks/api.ts';
import { DEMOS, type DemoName } from '../model/demos.ts';
import { filesOfPicker } from '../model/drop.ts';
import { type Entry, isEmptyEntry } from '../model/entry.ts';
import { hashOf } from '../model/route.ts';
import type { State, Study } from '../model/workbench.ts';
import type { DroppedFile } from '../worker/messages.ts';
import { Issues } from './issues.tsx';

/** A folder input is known to browsers and not to React's types. */
export const FOLDER = { webkitdirectory: '' };

function OpenScan({ over, onFiles }: { over: boolean; onFiles: (files: readonly DroppedFile[]) => void }) {
  const folder = useRef<HTMLInputElement>(null);
  const single = useRef<HTMLInputElement>(null);
  return (
    <section className="open-scan">
      <h2>Analyse a scan here</h2>
      <div className={over ? 'drop over' : 'drop'}>
        <p>
          <b>Drop a folder of DICOM CT, a zip or a NIfTI file</b>, with a clinical file if there is one.
        </p>
        <p>
          <button type="button" className="main" onClick={() => folder.current?.click()}>
            Choose a folder
          </button>
          <button type="button" onClick={() => single.current?.click()}>
            Choose files
          </button>
        </p>
        <p className="soft">Everything runs in this page. No byte leaves this computer.</p>
        <input
          ref={folder}
          hidden
          type="file"
          data-testid="folder"
          multiple
          {...FOLDER}
          onChange={(event) => event.target.files && onFiles(filesOfPicker(event.target.files))}
        />
        <input
          ref={single}
          hidden
          type="file"
          data-testid="files"
          multiple
          onChange={(event) => event.target.files && onFiles(filesOfPicker(event.target.files))}
        />
      </div>
    </section>
  );
}

/** Where work begins: a study that is here already, files of one's own, a case without images, the library. */
export function Home(props: {
  listed: readonly Listed[] | 'none' | null;
  trouble: State['trouble'];
  /** Files are held over the page. */
  over: boolean;
  study: Study | null;
  entry: Entry;
  onListed: (listed: Listed) => void;
  onFiles: (files: readonly DroppedFile[]) => void;
  onDemo: (name: DemoName) => void;
  readerFirst: boolean;
  onReaderFirst: (on: boolean) => void;
}) {
  const { listed, trouble, over, study, onListed, onFiles, onDemo, readerFirst, onReaderFirst } = props;
  return (
    <main className="home" id="main" tabIndex={-1}>
      {trouble && (
        <section className="trouble" role="alert">
          <h2>{trouble.title}</h2>
          {trouble.message && <p>{trouble.message}</p>}
          <Issues issues={trouble.issues} title="Why" />
        </section>
      )}
      <OpenScan over={over} onFiles={onFiles} />
      <section>
        <h2>Without images</h2>
        <ul className="doors">
          <li>
            <a href={hashOf({ page: 'case' })}>
              <b>{isEmptyEntry(props.entry) ? 'Enter a case' : 'Go on with the case'}</b>
              <span className="soft">
                Sites on a body map, forms by their picture, results, a pasted letter; the differential moves with every word.
              </span>
            </a>
          </li>
          <li>
            <a href={hashOf({ page: 'library' })}>
              <b>Case library</b>
              <span className="soft">Published cases as quizzes, the answer kept back until you have given yours.</span>
            </a>
          </li>
          <li>
            <a href={hashOf({ page: 'knowledge', id: null })}>
              <b>Knowledge</b>
              <span className="soft">Every cause and finding with its numbers and sources; two causes side by side.</span>
            </a>
          </li>
        </ul>
        <p>
          <label className="check">
            <input type="checkbox" checked={readerFirst} onChange={(event) => onReaderFirst(event.target.checked)} /> Reader first: keep the
            ranking hidden until I ask for it (D)
          </label>
        </p>
      </section>
      <section>
        <h2>Demo studies</h2>
        <p className="soft">Digital phantoms, made in this page and then analysed like any other scan.</p>
        <p className="row">
          {DEMOS.map(({ name, words }) => (
            <button key={name} type="button" onClick={() => onDemo(name)}>
              {words}
            </button>
          ))}
        </p>
      </section>
      {(listed !== 'none' || study) && (
        <section className="wide">
          <h2>Analyses on this computer</h2>
          {study && (
            <p>
              <a href={hashOf({ page: 'study' })}>Back to {study.title}</a>, which is open.
            </p>
          )}
          {listed === null && <p className="soft">Looking …</p>}
          {Array.isArray(listed) && listed.length === 0 && <p className="soft">None yet. “calcimap analyze” writes them.</p>}
          <ul className="studies">
            {Array.isArray(listed) &&
              (listed as readonly Listed[]).map((each) => (
                <li key={each.id}>
                  <button type="button" onClick={() => onListed(each)}>
                    <b>{each.label}</b>
                    <span className="soft">
                      {each.studyDate ? `${dateWords(each.studyDate)}, ` : ''}
                      {each.lesions} lesion{each.lesions === 1 ? '' : 's'}
                    </span>
                  </button>
                </li>
              ))}
          </ul>
        </section>
      )}
    </main>
  );
}
