import { type AnalysisGroup, findingWords } from '../../../src/report/index.ts';
import type { Dictionary } from './references.tsx';

const isOpen = (answer: string): boolean => /^(not known|undecided)/.test(answer);

/** The systematic path, drawn as one: each turn with the facts that took it, and the end beside the ranking's first. */
export function PathDrawing({
  group,
  words,
}: {
  group: Pick<AnalysisGroup, 'systematicPath' | 'disagreement' | 'findings' | 'mechanism'>;
  words: Dictionary;
}) {
  const { systematicPath: steps, disagreement } = group;
  return (
    <section className="path-part" aria-label="Systematic path">
      <h4>Systematic path</h4>
      {steps.length === 0 && <p className="soft">No step could be taken.</p>}
      <ol className="path-drawing">
        {steps.map((each, index) => (
          <li key={each.step} className={`${isOpen(each.answer) ? 'open' : 'taken'} ${index === steps.length - 1 ? 'end' : ''}`}>
            <span className="step">{each.step}</span>
            <span className="answer">{each.answer}</span>
            {each.because.length > 0 && (
              <span className="because">
                {each.because.map((id) => (
                  <span key={id} className="tag">
                    {findingWords(words.labels, group, id)}
                  </span>
                ))}
              </span>
            )}
          </li>
        ))}
      </ol>
      {disagreement ? (
        <p className="notice">
          <b>Path and ranking differ:</b> {disagreement}
        </p>
      ) : (
        steps.length > 0 && group.mechanism.length > 0 && <p className="soft small">Path and ranking do not contradict each other.</p>
      )}
    </section>
  );
}
