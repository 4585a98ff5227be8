import { type Issue, issueSentence } from '../../../src/core/index.ts';

const RANK = { error: 0, warning: 1, note: 2 } as const;
const MARKS = { error: '■', warning: '▲', note: '●' } as const;

/** Issues, gravest first; a mark's form tells its weight, not its colour alone. */
export function Issues({ issues, title }: { issues: readonly Issue[]; title: string }) {
  if (!issues.length) return null;
  const sorted = [...issues].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  const grave = issues.filter((each) => each.severity !== 'note').length;
  return (
    <details className="issues" open={grave > 0 && issues.length < 6}>
      <summary>
        {title}: {issues.length}
        {grave > 0 && grave < issues.length && `, ${grave} of weight`}
      </summary>
      <ul>
        {sorted.map((each, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: issues have no id and never change places
          <li key={index} className={each.severity}>
            <span aria-hidden="true">{MARKS[each.severity]}</span> {issueSentence(each)}
          </li>
        ))}
      </ul>
    </details>
  );
}
