import { percentRangeWords, percentWords } from '../../../src/report/index.ts';

export const percent = (share: number): string => `${Math.min(100, Math.max(0, share * 100)).toFixed(1)}%`;

/** A probability with its interval; a dotted mark where it stood before, a hollow one where it would stand. */
export function Scale(props: {
  probability: number;
  interval: readonly [number, number];
  before?: number | null;
  instead?: number | null;
}) {
  const { probability, interval, before, instead } = props;
  const [low, high] = interval;
  const also = [
    before === null || before === undefined ? '' : `, before ${percentWords(before)}`,
    instead === null || instead === undefined ? '' : `, what if ${percentWords(instead)}`,
  ].join('');
  return (
    <span className="scale" role="img" aria-label={`${percentWords(probability)}, 90 % interval ${percentRangeWords(interval)}${also}`}>
      <span className="range" style={{ left: percent(low), width: percent(high - low) }} />
      {before !== null && before !== undefined && (
        <span className="was" style={{ left: percent(before) }} title={`before ${percentWords(before)}`} />
      )}
      <span className="point" style={{ left: percent(probability) }} />
      {instead !== null && instead !== undefined && (
        <span className="instead" style={{ left: percent(instead) }} title={`what if ${percentWords(instead)}`} />
      )}
    </span>
  );
}

/** Moves smaller than this are not worth a word. */
export const MOVED = 0.005;
