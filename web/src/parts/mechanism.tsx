import { type AnalysisGroup, likelihoodWords, percentRangeWords, percentWords, plainWords } from '../../../src/report/index.ts';
import type { Standing } from '../thinking/messages.ts';
import { MOVED, percent, Scale } from './scale.tsx';

/** Shares below this are one "other" piece of the bar. */
const NAMED_FROM = 0.02;
const ROWS = 3;

/** The mechanism: one bar of all shares, then the first ones with their intervals. */
export function MechanismBar(props: {
  mechanism: AnalysisGroup['mechanism'];
  before: AnalysisGroup['mechanism'] | null;
  instead: Standing['mechanism'] | null;
}) {
  const { mechanism, before, instead } = props;
  const [first] = mechanism;
  if (!first) return null;
  const named = mechanism.filter((each) => each.probability >= NAMED_FROM);
  const rest = 1 - named.reduce((sum, each) => sum + each.probability, 0);
  const of = (list: typeof before | Standing['mechanism'], name: string): number | null =>
    list?.find((each) => each.mechanism === name)?.probability ?? null;
  const rows = mechanism.filter((each, index) => index < ROWS && (index === 0 || each.probability >= NAMED_FROM));
  return (
    <section className="mechanism" aria-label="Mechanism">
      <p className="lead">
        Mechanism <b>{plainWords(first.mechanism)}</b>, {likelihoodWords(first.probability)}
      </p>
      <div className="shares" aria-hidden="true">
        {named.map((each, index) => (
          <i
            key={each.mechanism}
            className={`share n${index % 5}`}
            style={{ width: percent(each.probability) }}
            title={`${plainWords(each.mechanism)} ${percentWords(each.probability)}`}
          >
            {each.probability > 0.12 && plainWords(each.mechanism)}
          </i>
        ))}
        {rest > 0 && <i className="share rest" style={{ width: percent(rest) }} />}
      </div>
      <ul className="mechanism-rows">
        {rows.map((each) => {
          const was = of(before, each.mechanism);
          return (
            <li key={each.mechanism}>
              <span>{plainWords(each.mechanism)}</span>
              <Scale
                probability={each.probability}
                interval={each.interval}
                before={was !== null && Math.abs(was - each.probability) >= MOVED ? was : null}
                instead={of(instead, each.mechanism)}
              />
              <span className="chance">
                {percentWords(each.probability)} <span className="soft">{percentRangeWords(each.interval)}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
