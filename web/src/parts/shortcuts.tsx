import { useEffect, useRef, useState } from 'react';
import { type Command, FIXED, keyOf, keyWords, pressName, type Rebound, rebind, SHEET } from '../model/keys.ts';

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta']);

/** The sheet of keys, from the same table that the keys are read by; each key can be changed here. */
export function Shortcuts(props: { open: boolean; rebound: Rebound; onRebound: (rebound: Rebound) => void; onClose: () => void }) {
  const { open, rebound, onRebound, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [asking, setAsking] = useState<Command | null>(null);
  useEffect(() => {
    const element = dialog.current;
    if (open && !element?.open) element?.showModal();
    if (!open && element?.open) element.close();
    if (!open) setAsking(null);
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className="sheet"
      onClose={onClose}
      onCancel={(event) => {
        // Escape first gives up the question for a key, and only then closes the sheet
        if (asking === null) return;
        event.preventDefault();
        setAsking(null);
      }}
      onKeyDown={(event) => {
        if (asking === null || MODIFIERS.has(event.key) || event.key === 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onRebound(rebind(rebound, asking, pressName({ key: event.key, ctrl: event.ctrlKey || event.metaKey, shift: event.shiftKey })));
        setAsking(null);
      }}
      aria-labelledby="sheet-title"
    >
      <h2 id="sheet-title">Keys</h2>
      <p className="soft" aria-live="polite">
        {asking ? 'Press the new key, or Escape to leave it.' : 'Click a key to change it. Changes stay in this browser.'}
      </p>
      <div className="keys">
        {SHEET.map((each) => (
          <section key={each.title}>
            <h3>{each.title}</h3>
            <dl>
              {each.keys.map(({ command, words }) => (
                <div key={command}>
                  <dt>
                    <button
                      type="button"
                      className="plain"
                      disabled={FIXED.includes(command)}
                      aria-pressed={asking === command}
                      onClick={() => setAsking(command)}
                    >
                      <kbd>{asking === command ? '…' : keyWords(keyOf(command, rebound))}</kbd>
                      <span className="hidden">, {words}: change</span>
                    </button>
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p>
        <button type="button" onClick={onClose}>
          Close
        </button>{' '}
        <button type="button" disabled={!Object.keys(rebound).length} onClick={() => onRebound({})}>
          All keys as they came
        </button>
      </p>
    </dialog>
  );
}
