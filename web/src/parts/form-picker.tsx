import { cycleItem, type EnteredState, type Entry, stateOf } from '../model/entry.ts';
import type { Word } from '../model/search.ts';
import { FORMS } from './drawings.tsx';

const MARK: Readonly<Record<EnteredState, string>> = { present: '●', absent: '−', unknown: '' };
const SAID: Readonly<Record<EnteredState, string>> = { present: 'present', absent: 'absent', unknown: 'not known' };

const EXTENT = ['dist-localized', 'dist-regional', 'dist-widespread'];
const NUMBER = [
  'dist-solitary',
  'dist-multiple',
  'dist-bilateral-symmetric',
  'dist-unilateral',
  'dist-pressure-points',
  'dist-at-insult-site',
  'dist-acral',
];
const LAYERS = [
  'compartment-skin',
  'compartment-subcutaneous',
  'compartment-fascia',
  'compartment-muscle',
  'compartment-tendon',
  'compartment-articular',
  'compartment-periarticular',
  'compartment-artery',
  'compartment-vein',
  'compartment-lymph-node',
  'compartment-viscera',
  'compartment-cartilage',
];

/** Form, extent and layer of the calcification, by picture and by name; each click goes on: present, absent, not known. */
export function FormPicker({ entry, words, onChange }: { entry: Entry; words: readonly Word[] | null; onChange: (entry: Entry) => void }) {
  const labelOf = (id: string, otherwise: string): string => words?.find((each) => each.id === id)?.label ?? otherwise;
  const turn = (id: string, label: string): void => onChange(cycleItem(entry, { id, label, kind: 'finding' }));
  const chips = (title: string, ids: readonly string[]) => (
    <fieldset className="chips">
      <legend>{title}</legend>
      {ids.map((id) => {
        const label = labelOf(id, id.replace(/^[a-z]+-/, '').replaceAll('-', ' '));
        const state = stateOf(entry, id);
        return (
          <button key={id} type="button" className={`chip ${state}`} onClick={() => turn(id, label)}>
            {MARK[state] && <b aria-hidden="true">{MARK[state]} </b>}
            {label}
            <span className="hidden">, {SAID[state]}</span>
          </button>
        );
      })}
    </fieldset>
  );
  return (
    <div className="form-picker">
      <fieldset>
        <legend>Form</legend>
        <div className="forms">
          {FORMS.map(({ id, words: name, hint, drawing }) => {
            const state = stateOf(entry, id);
            return (
              <button key={id} type="button" className={`form ${state}`} title={hint} onClick={() => turn(id, labelOf(id, name))}>
                <svg viewBox="0 0 48 48" aria-hidden="true">
                  {drawing}
                </svg>
                <span>
                  {MARK[state] && <b aria-hidden="true">{MARK[state]} </b>}
                  {name}
                  <span className="hidden">, {SAID[state]}</span>
                </span>
              </button>
            );
          })}
        </div>
      </fieldset>
      {chips('Extent', EXTENT)}
      {chips('Number and arrangement', NUMBER)}
      {chips('Layer', LAYERS)}
    </div>
  );
}
