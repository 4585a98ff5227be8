import type { Contribution } from '../contribution/index.ts';
import type { Inference } from '../inference/index.ts';
import type { Model } from '../model/index.ts';
import type { Counterfactual } from '../types.ts';

const SHOWN = 6;
/** A change of the first's probability smaller than this is not worth a line. */
const LEAST_CHANGE = 0.1;

/** "Without the injection history: ...": the answer with one piece of evidence taken away, where that matters. */
export function counterfactuals(model: Model, inference: Inference, all: readonly Contribution[]): Counterfactual[] {
  const { posterior } = inference;
  const likeliest = (p: Float64Array): number => p.reduce((best, each, h) => (each > p[best]! ? h : best), 0);
  const first = likeliest(posterior);
  return all
    .map(({ finding, without }) => ({ finding, without, top: likeliest(without) }))
    .filter(({ without, top }) => top !== first || Math.abs(without[first]! - posterior[first]!) >= LEAST_CHANGE)
    .sort(
      (a, b) =>
        Number(b.top !== first) - Number(a.top !== first) || a.without[first]! - b.without[first]! || (a.finding < b.finding ? -1 : 1),
    )
    .slice(0, SHOWN)
    .map(({ finding, without, top }) => ({
      without: finding,
      diagnosis: model.hypotheses[top]!,
      label: model.diagnoses[top]?.label ?? 'None of these causes',
      probability: without[top]!,
      firstProbability: without[first]!,
    }));
}
