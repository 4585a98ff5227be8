import type { Mechanism } from '../../src/core/index.ts';
import type { Differential } from '../../src/reasoning/index.ts';

/** What a published case is known to be. */
export interface Answer {
  readonly id: string;
  readonly accepted: readonly string[];
  readonly mechanism: Mechanism;
  readonly pattern: string;
  readonly priorDiagnosisGiven: boolean;
  readonly hard: boolean;
  /** `shared`: at hand while the knowledge was written; `added`, `fresh`, `second`, `third`: coded afterwards, each measured once before anything was changed. */
  readonly set: 'shared' | 'added' | 'fresh' | 'second' | 'third';
}

/** How one case came out. */
export interface Outcome {
  readonly answer: Answer;
  /** 1 = first. */
  readonly rank: number;
  readonly topDiagnosis: string;
  readonly topProbability: number;
  readonly correct: boolean;
  readonly acceptedProbability: number;
  readonly mechanism: Mechanism;
  readonly mechanismProbability: number;
  readonly mechanismCorrect: boolean;
  /** Sum over causes of (p - truth)^2; several accepted causes count as one. */
  readonly brier: number;
}

export function judge(answer: Answer, answered: Differential): Outcome {
  const { differential, mechanism } = answered;
  const place = differential.findIndex((each) => answer.accepted.includes(each.diagnosis));
  if (place < 0) throw new Error(`${answer.id}: ${answer.accepted.join(', ')} is not in the knowledge`);
  const acceptedProbability = differential
    .filter((each) => answer.accepted.includes(each.diagnosis))
    .reduce((sum, each) => sum + each.probability, 0);
  const wrong = differential
    .filter((each) => !answer.accepted.includes(each.diagnosis))
    .reduce((sum, each) => sum + each.probability ** 2, 0);
  const top = differential[0]!;
  return {
    answer,
    rank: place + 1,
    topDiagnosis: top.diagnosis,
    topProbability: top.probability,
    correct: place === 0,
    acceptedProbability,
    mechanism: mechanism[0]!.mechanism,
    mechanismProbability: mechanism[0]!.probability,
    mechanismCorrect: mechanism[0]!.mechanism === answer.mechanism,
    brier: (1 - acceptedProbability) ** 2 + wrong,
  };
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly confidence: number;
  readonly accuracy: number;
}

/** Reliability in bins of equal width of the first answer's probability. */
export function reliability(points: readonly { readonly p: number; readonly hit: boolean }[], bins = 10): Bin[] {
  return Array.from({ length: bins }, (_, index) => {
    const from = index / bins;
    const to = (index + 1) / bins;
    const inside = points.filter(({ p }) => p >= from && (p < to || index === bins - 1));
    const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length);
    return {
      from,
      to,
      count: inside.length,
      confidence: mean(inside.map((each) => each.p)),
      accuracy: mean(inside.map((each) => (each.hit ? 1 : 0))),
    };
  });
}

/** Expected calibration error: mean distance of confidence and accuracy, weighted by bin (Naeini 2015). */
export const calibrationError = (bins: readonly Bin[]): number => {
  const total = bins.reduce((sum, each) => sum + each.count, 0);
  return bins.reduce((sum, each) => sum + (each.count / Math.max(total, 1)) * Math.abs(each.confidence - each.accuracy), 0);
};

export interface Summary {
  readonly cases: number;
  readonly top1: number;
  readonly top3: number;
  readonly top5: number;
  readonly mrr: number;
  readonly mechanism: number;
  readonly brier: number;
  readonly ece: number;
  readonly mechanismEce: number;
}

export function summarize(outcomes: readonly Outcome[]): Summary {
  const share = (test: (each: Outcome) => boolean): number => outcomes.filter(test).length / Math.max(outcomes.length, 1);
  const mean = (value: (each: Outcome) => number): number =>
    outcomes.reduce((sum, each) => sum + value(each), 0) / Math.max(outcomes.length, 1);
  return {
    cases: outcomes.length,
    top1: share((each) => each.rank <= 1),
    top3: share((each) => each.rank <= 3),
    top5: share((each) => each.rank <= 5),
    mrr: mean((each) => 1 / each.rank),
    mechanism: share((each) => each.mechanismCorrect),
    brier: mean((each) => each.brier),
    ece: calibrationError(reliability(outcomes.map((each) => ({ p: each.topProbability, hit: each.correct })))),
    mechanismEce: calibrationError(reliability(outcomes.map((each) => ({ p: each.mechanismProbability, hit: each.mechanismCorrect })))),
  };
}
