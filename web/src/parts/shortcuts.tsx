import { useEffect, useRef } from 'react';
import { keyWords, SHEET } from '../model/keys.ts';

/** The sheet of keys, from the same table that the keys are read by. */
export function Shortcuts({ open, onClose }: { open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (open && !element?.open) element?.showModal();
    if (!open && element?.open) element.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="sheet" onClose={onClose} aria-labelledby="sheet-title">
      <h2 id="sheet-title">Keys</h2>
      <div className="keys">
        {SHEET.map((each) => (
          <section key={each.title}>
            <h3>{each.title}</h3>
            <dl>
              {each.keys.map(([key, words]) => (
                <div key={key}>
                  <dt>
                    <kbd>{keyWords(key)}</kbd>
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
}
