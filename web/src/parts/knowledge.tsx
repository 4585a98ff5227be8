import { useId, useMemo, useState } from 'react';
import { plainWords } from '../../../src/report/index.ts';
import { keepStop, moveInList } from '../hooks/roving.ts';
import { hashOf } from '../model/route.ts';
import { searchWords, type Word } from '../model/search.ts';
import { useAnswer } from '../thinking/ask.tsx';
import type { CatalogEntry } from '../thinking/messages.ts';
import { ExplanationPart } from './explanation.tsx';

const KINDS = [
  ['diagnosis', 'Causes'],
  ['condition', 'Conditions'],
  ['finding', 'Findings'],
  ['test', 'Tests'],
] as const;
const MOST_SHOWN = 400;

/** All that the model knows, to be looked through and doubted: every number with its basis and source. */
export function KnowledgeView({ id }: { id: string | null }) {
  const catalog = useAnswer('catalog', {});
  const open = catalog?.entries.find((each) => each.id === id);
  const [kind, setKind] = useState<CatalogEntry['kind'] | null>(null);
  const [text, setText] = useState('');
  const field = useId();
  const shownKind = kind ?? open?.kind ?? 'diagnosis';
  const shown = useMemo((): readonly CatalogEntry[] => {
    if (!catalog) return [];
    const of = catalog.entries.filter((each) => each.kind === shownKind);
    if (!text.trim()) return of.slice(0, MOST_SHOWN);
    const byId = new Map(catalog.entries.map((each) => [each.id, each]));
    const words: Word[] = catalog.entries.map((each) => ({ ...each, category: each.kind, units: [] }));
    return searchWords(words, text, 60).flatMap(({ word }) => byId.get(word.id) ?? []);
  }, [catalog, shownKind, text]);
  return (
    <main className="knowledge" id="main" tabIndex={-1}>
      <section className="left" aria-label="Browse">
        <div className="headline">
          <h2>Knowledge</h2>
          <a href={hashOf({ page: 'compare', first: open?.kind === 'diagnosis' ? open.id : null, second: null })}>Compare two causes</a>
        </div>
        <label htmlFor={field} className="hidden">
          Search the knowledge
        </label>
        <input
          id={field}
          type="search"
          className="search"
          placeholder="Search names, synonyms and codes"
          value={text}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
        {!text.trim() && (
          <fieldset className="segments" aria-label="Kind">
            {KINDS.map(([each, name]) => (
              <button key={each} type="button" aria-pressed={shownKind === each} onClick={() => setKind(each)}>
                {name}
              </button>
            ))}
          </fieldset>
        )}
        {!catalog && <p className="soft">Loading the knowledge …</p>}
        <ul className="catalog" data-arrows onKeyDown={(event) => void moveInList(event, 'vertical')} onFocus={keepStop}>
          {shown.map((each, index) => (
            <li key={`${each.kind}-${each.id}`}>
              <a
                href={hashOf({ page: 'knowledge', id: each.id })}
                data-stop
                tabIndex={index === 0 ? 0 : -1}
                aria-current={each.id === id ? 'true' : undefined}
              >
                <span>{each.label}</span>
                <span className="soft">{text.trim() ? `${each.kind === 'diagnosis' ? 'cause' : each.kind}` : plainWords(each.group)}</span>
              </a>
            </li>
          ))}
        </ul>
        {catalog && (
          <p className="hint">
            {catalog.entries.length} entries, {catalog.references} references; edition {catalog.version}
          </p>
        )}
      </section>
      <section className="right" aria-label="Entry" tabIndex={-1}>
        {id ? (
          <ExplanationPart id={id} />
        ) : (
          <div className="empty">
            <p>
              <b>Choose an entry.</b>
            </p>
            <p className="soft">
              Each number is a probability of a finding given the cause, with its basis (seen in the source, recalled, expert estimate), the
              number of patients where it is known, and its source. Estimates are there to be corrected: the files are in the folder
              “knowledge”.
            </p>
          </div>
        )}
      </section>
    </main>
  );
}
