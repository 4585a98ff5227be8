import { useRef } from 'react';
import type { Listed } from '../hooks/api.ts';
import { DEMOS, type DemoName } from '../model/demos.ts';
import { filesOfPicker } from '../model/drop.ts';
import type { State } from '../model/workbench.ts';
import type { DroppedFile } from '../worker/messages.ts';
import { Issues } from './issues.tsx';

/** A folder input is known to browsers and not to React's types. */
const FOLDER = { webkitdirectory: '' };

/** Where work begins: a study that is here already, files of one's own, or a case without images. */
export function Home(props: {
  listed: readonly Listed[] | 'none' | null;
  trouble: State['trouble'];
  /** Files are held over the page. */
  over: boolean;
  onListed: (listed: Listed) => void;
  onFiles: (files: readonly DroppedFile[]) => void;
  onDemo: (name: DemoName) => void;
  onCase: () => void;
  readerFirst: boolean;
  onReaderFirst: (on: boolean) => void;
}) {
  const { listed, trouble, over, onListed, onFiles, onDemo, onCase, readerFirst, onReaderFirst } = props;
  const folder = useRef<HTMLInputElement>(null);
  const single = useRef<HTMLInputElement>(null);
  return (
    <main className="home">
      {trouble && (
        <section className="trouble" role="alert">
          <h2>{trouble.title}</h2>
          {trouble.message && <p>{trouble.message}</p>}
          <Issues issues={trouble.issues} title="Why" />
        </section>
      )}
      <section>
        <h2>Analyse a scan here</h2>
        <div className={over ? 'drop over' : 'drop'}>
          <p>
            <b>Drop a folder of DICOM CT, a zip or a NIfTI file</b>, with a case file (YAML) if there is one.
          </p>
          <p>
            <button type="button" onClick={() => folder.current?.click()}>
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
      <section>
        <h2>Demo studies</h2>
        <p className="soft">Digital phantoms, made in this page and then analysed like any other scan.</p>
        {DEMOS.map(({ name, words }) => (
          <button key={name} type="button" onClick={() => onDemo(name)}>
            {words}
          </button>
        ))}
      </section>
      <section>
        <h2>A case without images</h2>
        <p>Enter findings, history and laboratory results; the differential moves with every word.</p>
        <button type="button" onClick={onCase}>
          Enter a case
        </button>
      </section>
      <p>
        <label>
          <input type="checkbox" checked={readerFirst} onChange={(event) => onReaderFirst(event.target.checked)} /> Reader first: keep the
          ranking hidden until I ask for it (D)
        </label>
      </p>
      {listed !== 'none' && (
        <section>
          <h2>Analyses on this computer</h2>
          {listed === null && <p className="soft">Looking …</p>}
          {listed?.length === 0 && <p className="soft">None yet. “calcimap analyze” writes them.</p>}
          <ul className="studies">
            {listed?.map((each) => (
              <li key={each.id}>
                <button type="button" onClick={() => onListed(each)}>
                  <b>{each.label}</b>
                  <span className="soft">
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
