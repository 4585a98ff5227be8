import {
  type AnalysisGroup,
  factorWords,
  findingWords,
  percentRangeWords,
  percentWords,
  plainWords,
  type RankedCause,
  splitEvidence,
} from '../../../src/report/index.ts';

type Item = RankedCause['evidence'][number];
interface Dictionary {
  readonly labels: Readonly<Record<string, string>>;
  readonly references: Readonly<Record<string, { readonly citation: string; readonly doi: string | null }>>;
}

/** A full bar is a factor of 100. */
const FULL_BAR_LOG10 = 2;
const percent = (share: number): string => `${Math.min(100, Math.max(0, share * 100)).toFixed(1)}%`;

function Source({ id, words }: { id: string; words: Dictionary }) {
  const reference = words.references[id];
  return <li>{reference ? `${reference.citation}${reference.doi ? ` doi:${reference.doi}` : ''}` : id}</li>;
}

function Side(props: {
  items: readonly Item[];
  group: Pick<AnalysisGroup, 'findings'>;
  words: Dictionary;
  most: number;
  side: 'for' | 'against';
}) {
  const { items, group, words, most, side } = props;
  const shown = items.slice(0, most);
  return (
    <div className={`side ${side}`}>
      <h5>{side === 'for' ? 'Speaks for' : 'Speaks against'}</h5>
      {shown.length === 0 && <p className="soft">none found</p>}
      <ul className="bars">
        {shown.map((each) => (
          <li key={each.finding}>
            <span className="name">{findingWords(words.labels, group, each.finding)}</span>
            <span className="bar" aria-hidden="true">
              <i style={{ width: percent(Math.abs(each.log10LikelihoodRatio) / FULL_BAR_LOG10) }} />
            </span>
            <span className="factor">{factorWords(each.log10LikelihoodRatio)}</span>
            {most > SHORT && each.sources.length > 0 && (
              <ul className="sources">
                {each.sources.map((id) => (
                  <Source key={id} id={id} words={words} />
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {items.length > shown.length && <p className="soft">and {items.length - shown.length} weaker</p>}
    </div>
  );
}

const SHORT = 3;

/** One cause: its chance with its interval, and the evidence both ways in equal room. */
export function Cause(props: {
  cause: RankedCause;
  rank: number;
  group: Pick<AnalysisGroup, 'findings'>;
  words: Dictionary;
  open: boolean;
  before: number | null;
  onToggle: () => void;
}) {
  const { cause, rank, group, words, open, before, onToggle } = props;
  const { speaksFor, speaksAgainst } = splitEvidence(cause);
  const [low, high] = cause.interval;
  const most = open ? Number.POSITIVE_INFINITY : SHORT;
  const moved = before !== null && Math.abs(before - cause.probability) >= 0.005;
  return (
    <li className="cause">
      <button type="button" className="cause-head" aria-expanded={open} onClick={onToggle}>
        <span>
          {rank}. {cause.label} <span className="soft">{plainWords(cause.mechanism)}</span>
        </span>
        <span className="chance">
          {percentWords(cause.probability)} <span className="soft">{percentRangeWords(cause.interval)}</span>
        </span>
      </button>
      <div
        className="scale"
        role="img"
        aria-label={`${percentWords(cause.probability)}, 90 % interval ${percentRangeWords(cause.interval)}`}
      >
        <span className="range" style={{ left: percent(low), width: percent(high - low) }} />
        {moved && <span className="was" style={{ left: percent(before) }} title={`before the edits ${percentWords(before)}`} />}
        <span className="point" style={{ left: percent(cause.probability) }} />
      </div>
      {moved && <p className="soft">before your edits {percentWords(before)}</p>}
      <div className="sides">
        <Side items={speaksFor} group={group} words={words} most={most} side="for" />
        <Side items={speaksAgainst} group={group} words={words} most={most} side="against" />
      </div>
    </li>
  );
}
