import { useState } from 'react';
import { plainWords } from '../../../src/report/index.ts';
import { go } from '../hooks/use-route.ts';
import { hashOf } from '../model/route.ts';
import { useAnswer } from '../thinking/ask.tsx';
import type { CatalogEntry, ComparedRow, Comparison } from '../thinking/messages.ts';
import { BASIS_WORDS } from './explanation.tsx';
import { Cite } from './references.tsx';
import { percent } from './scale.tsx';

const FIRST_ROWS = 20;

function Cell({ row, at, comparison }: { row: ComparedRow; at: 0 | 1; comparison: Comparison }) {
  const side = row.sides[at];
  return (
    <td className="number p-cell">
      <span className="p-bar" aria-hidden="true">
        <i className={side.evidence ? '' : 'background'} style={{ width: percent(side.p) }} />
      </span>
      {side.p.toPrecision(2)}
      <Cite ids={side.evidence?.sources ?? []} references={comparison.references} about={`${row.label}, ${comparison.labels[at]}`} />
      <div className="soft">{side.evidence ? BASIS_WORDS[side.evidence.basis] : 'background: nothing said'}</div>
    </td>
  );
}

function Table({ comparison }: { comparison: Comparison }) {
  const [all, setAll] = useState(false);
  const rows = all ? comparison.rows : comparison.rows.slice(0, FIRST_ROWS);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keys */}
      <section className="table-box" tabIndex={0} aria-label="Findings, best discriminators first">
        <table className="numbers compare-table">
          <thead>
            <tr>
              <th scope="col">Finding, best discriminator first</th>
              <th scope="col" className="number">
                {comparison.labels[0]}
              </th>
              <th scope="col" className="number">
                {comparison.labels[1]}
              </th>
              <th scope="col" className="number">
                Present speaks for
              </th>
              <th scope="col" className="number">
                Bits
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const ratio = row.sides[0].p / row.sides[1].p;
              return (
                <tr key={row.finding}>
                  <td>
                    <a href={hashOf({ page: 'knowledge', id: row.finding })}>{row.label}</a>
                  </td>
                  <Cell row={row} at={0} comparison={comparison} />
                  <Cell row={row} at={1} comparison={comparison} />
                  <td className="number">
                    {ratio >= 1 ? '◀ first' : 'second ▶'} ×{(ratio >= 1 ? ratio : 1 / ratio).toPrecision(2)}
                  </td>
                  <td className="number">{row.bits.toFixed(2)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      {comparison.rows.length > FIRST_ROWS && (
        <button type="button" className="quiet" onClick={() => setAll(!all)}>
          {all ? 'Only the best' : `All ${comparison.rows.length} findings`}
        </button>
      )}
    </>
  );
}

function Choice(props: { label: string; value: string | null; causes: readonly CatalogEntry[]; onValue: (id: string | null) => void }) {
  return (
    <label>
      {props.label}
      <select value={props.value ?? ''} onChange={(event) => props.onValue(event.target.value || null)}>
        <option value="">choose …</option>
        {props.causes.map((each) => (
          <option key={each.id} value={each.id}>
            {each.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Two causes side by side by what tells them apart. */
export function ComparePage({ first, second }: { first: string | null; second: string | null }) {
  const catalog = useAnswer('catalog', {});
  const causes = catalog?.entries.filter((each) => each.kind === 'diagnosis') ?? [];
  const comparison = useAnswer('compare', first && second ? { ids: [first, second] } : null);
  const unknown = catalog && [first, second].find((id) => id && !causes.some((each) => each.id === id));
  return (
    <main className="compare" id="main" tabIndex={-1}>
      <div className="headline">
        <h2>Compare two causes</h2>
        <a href={hashOf({ page: 'knowledge', id: first })}>Knowledge</a>
      </div>
      <div className="answer-fields">
        <Choice label="First cause" value={first} causes={causes} onValue={(id) => go({ page: 'compare', first: id, second })} />
        <Choice label="Second cause" value={second} causes={causes} onValue={(id) => first && go({ page: 'compare', first, second: id })} />
      </div>
      {!(first && second) && <p className="soft">Choose two causes.</p>}
      {unknown && <p role="alert">“{unknown}” is no cause of this knowledge.</p>}
      {first && second && !comparison && !unknown && <p className="soft">Comparing …</p>}
      {first && second && comparison && (
        <>
          <div className="sides told">
            {([0, 1] as const).map((at) => (
              <section key={comparison.labels[at]} aria-label={comparison.labels[at]}>
                <h3>
                  {comparison.labels[at]} <span className="soft">{plainWords(comparison.mechanisms[at])}</span>
                </h3>
                <ul>
                  {comparison.discriminators[at].map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              </section>
            ))}
          </div>
          <p className="soft small">
            Probability of the finding given each cause. Bits: how much one look at the finding is expected to tell between the two at equal
            odds. What the patient's conditions imply is weighed in the ranking, not here.
          </p>
          <Table comparison={comparison} />
        </>
      )}
    </main>
  );
}
