import { useState } from 'react';
import { keep, kept } from '../hooks/use-theme.ts';
import { hashOf } from '../model/route.ts';
import { SCORE_KEY, scoreFrom, scoreWords } from '../model/score.ts';
import { useAnswer } from '../thinking/ask.tsx';

/** Published cases, told without what would give the answer away. */
export function LibraryView() {
  const cases = useAnswer('library', {});
  const [score, setScore] = useState(() => scoreFrom(kept(SCORE_KEY)));
  const next = cases?.find((each) => !score[each.id]);
  return (
    <main className="library" id="main" tabIndex={-1}>
      <div className="headline">
        <h2>Case library</h2>
        {next && (
          <a className="button main" href={hashOf({ page: 'quiz', id: next.id })}>
            Next case not played
          </a>
        )}
      </div>
      <p className="soft">
        Published cases as facts. Give your answer; then the published diagnosis, its source and the ranking are shown. The score stays in
        this browser.
      </p>
      <p role="status">
        {scoreWords(score)}{' '}
        {Object.keys(score).length > 0 && (
          <button
            type="button"
            className="quiet"
            onClick={() => {
              keep(SCORE_KEY, null);
              setScore({});
            }}
          >
            Start again
          </button>
        )}
      </p>
      {!cases && <p className="soft">Loading the cases …</p>}
      <ul className="cards">
        {cases?.map((each) => {
          const played = score[each.id];
          return (
            <li key={each.id}>
              <a href={hashOf({ page: 'quiz', id: each.id })}>
                <b>
                  {each.id.toUpperCase()} · {each.who}
                </b>
                <span className="soft">
                  {each.facts} facts{each.difficult ? ' · difficult' : ''}
                </span>
                {played && <span className="played">{played.cause ? 'cause right' : played.mechanism ? 'mechanism right' : 'missed'}</span>}
              </a>
            </li>
          );
        })}
      </ul>
    </main>
  );
}
