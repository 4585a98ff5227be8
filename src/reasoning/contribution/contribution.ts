import {
  addFinding,
  type BlockEvidence,
  defines,
  familyLikelihood,
  freeBlock,
  type Inference,
  logPrior,
  normalize,
  type Observed,
  observe,
} from '../inference/index.ts';
import type { Model } from '../model/index.ts';
import type { EvidenceItem, Question } from '../types.ts';

/** Evidence that moves less than this either way is not shown, log10. */
const SHOWN = 0.01;

/** When nothing but this hypothesis is left, its runner-up stands for the rest (the difference would be rounding error). */
const ALONE = 1e-9;

/** Log likelihood of one piece of evidence by hypothesis, given all the other evidence. */
export interface Contribution {
  readonly finding: string;
  readonly log: Float64Array;
  /** Posterior by hypothesis without this evidence. */
  readonly without: Float64Array;
  /** P(evidence | all the rest), over the hypotheses as they stand without it, relative to `exp(top)`. */
  readonly mean: number;
  /** Largest of `log`. */
  readonly top: number;
}

/**
 * What each finding, condition, age and sex says, each given everything else (leave one out): a finding that others
 * already imply adds nothing, so evidence told twice is not shown twice.
 */
export function contributions(model: Model, question: Question, inference: Inference): Contribution[] {
  const { observed, likelihood } = inference;
  const list: Contribution[] = [];
  const add = (finding: string, log: Float64Array): void => {
    const rest = Float64Array.from(inference.logPrior, (each, h) => each + likelihood.total[h]! - log[h]!);
    const without = normalize(rest);
    let top = -Infinity;
    for (const each of log) if (each > top) top = each;
    let mean = 0;
    for (let h = 0; h < log.length; h++) mean += without[h]! * Math.exp(log[h]! - top);
    list.push({ finding, log, without, mean, top });
  };
  for (const { finding } of observed.used) {
    const { block } = model.blockOf.get(finding)!;
    const family = model.familyOf[block]!;
    const blocks = withoutFinding(model, observed, finding, block);
    const left = blocks.get(block);
    const before = family < 0 ? likelihood.free.get(block)! : likelihood.families.get(family)!.log;
    const after =
      family < 0
        ? left
          ? freeBlock(model, block, left)
          : new Float64Array(before.length)
        : familyLikelihood(model, family, { blocks, families: observed.families }).log;
    const log = before.map((each, h) => each - after[h]!);
    if (defines(model, finding)) {
      const { direct } = observe(model, { ...question, findings: question.findings.filter((each) => each.finding !== finding) });
      for (let h = 0; h < log.length; h++) log[h]! += observed.direct[h]! - direct[h]!;
    }
    add(finding, log);
  }
  for (const condition of observed.conditions) addCondition(model, question, inference, condition, add);
  for (const [finding, gone] of [
    ['demo-age', { ageYears: null }],
    ['demo-sex', { sex: null }],
  ] as const) {
    const unknown = finding === 'demo-age' ? question.ageYears === null : question.sex !== 'male' && question.sex !== 'female';
    if (unknown) continue;
    const without = logPrior(model, { ...question, ...gone });
    add(
      finding,
      inference.logPrior.map((each, h) => each - without[h]!),
    );
  }
  return list;
}

function withoutFinding(model: Model, observed: Observed, finding: string, block: number): Map<number, BlockEvidence> {
  const blocks = new Map(observed.blocks);
  blocks.delete(block);
  for (const other of observed.used)
    if (other.finding !== finding && model.blockOf.get(other.finding)!.block === block) addFinding(model, blocks, other);
  return blocks;
}

function addCondition(
  model: Model,
  question: Question,
  inference: Inference,
  condition: string,
  add: (finding: string, log: Float64Array) => void,
): void {
  const { observed, likelihood } = inference;
  const family = model.families.findIndex((each) => each.stateOf.has(condition));
  const { families, direct } = conditionsWithout(model, question, condition);
  const log = Float64Array.from(observed.direct, (each, h) => each - direct[h]!);
  for (const touched of observed.families.keys()) {
    if (family >= 0 && touched !== family) continue;
    const before = likelihood.families.get(touched)!.log;
    const after = familyLikelihood(model, touched, { blocks: observed.blocks, families }).log;
    for (let h = 0; h < log.length; h++) log[h]! += before[h]! - after[h]!;
  }
  add(condition, log);
}

function conditionsWithout(model: Model, question: Question, condition: string): Pick<Observed, 'families' | 'direct'> {
  const conditions = question.conditions.filter((each) => each.condition !== condition);
  return observe(model, { ...question, conditions });
}

/** The evidence for and against one cause (all its faces), strongest first; `rivals` are the faces of the runner-up. */
export function evidenceFor(
  model: Model,
  inference: Inference,
  all: readonly Contribution[],
  sides: { readonly members: readonly number[]; readonly rivals: readonly number[] },
): EvidenceItem[] {
  const { members, rivals } = sides;
  const items: EvidenceItem[] = [];
  const likeliest = members.reduce((best, h) => (inference.posterior[h]! > inference.posterior[best]! ? h : best), members[0]!);
  for (const contribution of all) {
    const { finding, mean } = contribution;
    const [own, share] = averageOf(contribution, members);
    const rest = 1 - share;
    const others = mean - share * own;
    const logOwn = Math.log(Math.max(own, Number.MIN_VALUE));
    const versusRest = (logOwn - Math.log(Math.max(others, Number.MIN_VALUE) / Math.max(rest, Number.MIN_VALUE))) / Math.LN10;
    const versusRival = (logOwn - Math.log(Math.max(averageOf(contribution, rivals)[0], Number.MIN_VALUE))) / Math.LN10;
    if (Math.abs(versusRest) < SHOWN && Math.abs(versusRival) < SHOWN) continue;
    items.push({
      finding,
      log10LikelihoodRatio: rest < ALONE ? versusRival : versusRest,
      log10VersusRunnerUp: versusRival,
      sources: sourcesOf(model, inference, likeliest, finding),
    });
  }
  return items.sort((a, b) => Math.abs(b.log10LikelihoodRatio) - Math.abs(a.log10LikelihoodRatio) || (a.finding < b.finding ? -1 : 1));
}

/** P(evidence | any of these faces) relative to `exp(top)`, and how likely they are together without it. */
function averageOf({ log, without, top }: Contribution, members: readonly number[]): readonly [number, number] {
  if (members.length === 1) return [Math.exp(log[members[0]!]! - top), without[members[0]!]!];
  let share = 0;
  let sum = 0;
  for (const h of members) {
    share += without[h]!;
    sum += without[h]! * Math.exp(log[h]! - top);
  }
  return [share > 0 ? sum / share : Math.exp(Math.max(...members.map((h) => log[h]!)) - top), share];
}

/** Where the probability behind a finding is from: the cause's row, else that of the likeliest condition, else the background. */
function sourcesOf(model: Model, inference: Inference, hypothesis: number, finding: string): readonly string[] {
  const place = model.blockOf.get(finding);
  if (!place) return model.diagnoses[hypothesis]?.conditions.find((each) => each.condition === finding)?.sources ?? [];
  const family = model.familyOf[place.block]!;
  let state = 0;
  if (family >= 0) {
    const p = inference.likelihood.families.get(family)?.states[hypothesis];
    p?.forEach((each, index) => {
      if (each > p[state]!) state = index;
    });
  }
  return model.rowOf(hypothesis, finding, state).row?.sources ?? [];
}
