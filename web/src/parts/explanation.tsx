import { useState } from 'react';
import type { Explanation } from '../../../src/reasoning/index.ts';
import { hashOf } from '../model/route.ts';
import { useAnswer } from '../thinking/ask.tsx';
import { percent } from './scale.tsx';

type Row = Explanation['rows'][number];
const KIND_WORDS = { diagnosis: 'cause', condition: 'condition', finding: 'finding', test: 'laboratory test' } as const;
export const BASIS_WORDS = { seen: 'seen in the source', recalled: 'recalled', 'expert-estimate': 'expert estimate' } as const;
const FIRST_ROWS = 40;

function SourceWords({ source }: { source: Row['sources'][number] }) {
  if ('sentence' in source) return <>{source.sentence}</>;
  const link = source.doi ? `https://doi.org/${source.doi}` : source.url;
  return (
    <>
      {source.citation}
      {source.doi && ` doi:${source.doi}`}
      {source.pmid && ` PMID ${source.pmid}`}{' '}
      {link && (
        <a href={link} target="_blank" rel="noreferrer noopener">
          open outside
        </a>
      )}
    </>
  );
}

function Numbers({ rows, of }: { rows: readonly Row[]; of: Explanation['kind'] }) {
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keys */}
      <section className="table-box" tabIndex={0} aria-label="Numbers">
        <table className="numbers">
          <thead>
            <tr>
              <th scope="col">{of === 'finding' ? 'Cause or condition' : 'Finding'}</th>
              <th scope="col" className="number">
                Probability
              </th>
              <th scope="col">Basis</th>
              <th scope="col" className="number">
                n
              </th>
              <th scope="col">Source</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.finding}>
                <td>
                  <a href={hashOf({ page: 'knowledge', id: row.finding })}>{row.label}</a>
                  {row.note && <div className="soft">{row.note}</div>}
                </td>
                <td className="number p-cell">
                  <span className="p-bar" aria-hidden="true">
                    <i style={{ width: percent(row.p) }} />
                  </span>
                  {row.p.toPrecision(2)}
                </td>
                <td className={`basis ${row.basis}`}>{BASIS_WORDS[row.basis]}</td>
                <td className="number">{row.n ?? '–'}</td>
                <td className="source-cell">
                  {row.sources.map((source, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: sources of one row never change places
                    <div key={index}>
                      <SourceWords source={source} />
                    </div>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > FIRST_ROWS && (
        <button type="button" className="quiet" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${rows.length}`}
        </button>
      )}
    </>
  );
}

/** One entry of the knowledge: its words, its numbers, and where they are from. */
export function ExplanationPart({ id }: { id: string }) {
  const found = useAnswer('explain', { id });
  if (!found || found.id !== id) return <p className="soft">Looking it up …</p>;
  return (
    <article className="explanation">
      <h2>
        {found.label} <span className="soft">{KIND_WORDS[found.kind]}</span>
      </h2>
      <p className="soft small">
        {found.id}
        {found.codes.length > 0 && ` · ${found.codes.join(' · ')}`}
        {found.kind === 'diagnosis' && (
          <>
            {' · '}
            <a href={hashOf({ page: 'compare', first: found.id, second: null })}>compare with another cause</a>
          </>
        )}
      </p>
      {found.synonyms.length > 0 && (
        <details>
          <summary>Also called ({found.synonyms.length})</summary>
          <p className="soft small">{found.synonyms.join('; ')}</p>
        </details>
      )}
      <dl className="said">
        {found.text.map(({ heading, lines }) => (
          <div key={heading}>
            <dt>{heading}</dt>
            <dd>
              {lines.length === 1 ? (
                lines[0]
              ) : (
                <ul>
                  {lines.map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {found.rows.length > 0 && (
        <>
          <h3>
            {found.kind === 'finding' ? 'How often it is present, by cause' : 'How often each finding is present'} ({found.rows.length})
          </h3>
          <Numbers key={id} rows={found.rows} of={found.kind} />
        </>
      )}
    </article>
  );
}
