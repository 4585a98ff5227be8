import type { Contribution } from '../contribution/index.ts';
import type { Inference } from '../inference/index.ts';
import { type Model, membersOf } from '../model/index.ts';
import type { Counterfactual } from '../types.ts';

const SHOWN = 6;
/** A change of the first's probability smaller than this is not worth a line. */
const LEAST_CHANGE = 0.1;

/** "Without the injection history: ...": the answer with one piece of evidence taken away, where that matters. */
export function counterfactuals(model: Model, inference: Inference, all: readonly Contribution[]): Counterfactual[] {
  const { posterior } = inference;
  const causes = [...membersOf(model).values()];
  const of = (p: Float64Array, cause: number): number => causes[cause]!.reduce((sum, h) => sum + p[h]!, 0);
  const likeliest = (p: Float64Array): number => causes.reduce((best, _, cause) => (of(p, cause) > of(p, best) ? cause : best), 0);
  const first = likeliest(posterior);
  const before = of(posterior, first);
  return all
    .map(({ finding, without }) => ({ finding, without, top: likeliest(without) }))
    .filter(({ without, top }) => top !== first || Math.abs(of(without, first) - before) >= LEAST_CHANGE)
    .sort(
      (a, b) =>
        Number(b.top !== first) - Number(a.top !== first) ||
        of(a.without, first) - of(b.without, first) ||
        (a.finding < b.finding ? -1 : 1),
    )
    .slice(0, SHOWN)
    .map(({ finding, without, top }) => ({
      without: finding,
      diagnosis: model.hypotheses[causes[top]![0]!]!,
      label: model.diagnoses[causes[top]![0]!]?.label ?? 'None of these causes',
      probability: of(without, top),
      firstProbability: of(without, first),
    }));
}
