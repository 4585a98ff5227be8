import type { Finding } from '../../core/index.ts';
import { ancestors, descendants } from '../../knowledge/index.ts';
import type { Model } from '../model/index.ts';
import type { Question } from '../types.ts';
import { lifted, namedBy } from './definition.ts';

/** No observer is surer than this, whatever was typed: a finding alone cannot rule a cause in or out. */
const SUREST = 0.998;
/** A condition that the patient has is on the record when the record speaks of it... (own estimate) */
const CONDITION_NAMED = 0.995;
/** ...and one that he has not is there by mistake (own estimate; a disease is far rarer confused than overlooked). */
const CONDITION_MISTAKEN = 0.001;
/** A cause given as known disease may still not be the cause of this calcification (own estimate). */
const KNOWN_CAUSE_ELSEWHERE = 0.003;
/** A cause said to be absent may have been missed (own estimate). */
const MISSED_CAUSE = 0.03;

/** Stated at least this surely, a history counts as said. */
const NAMED = 0.8;

/** What was told, in the shape inference wants: the likelihood of what was observed, given present and given absent. */
export interface Observed {
  /** Per block that has evidence: virtual evidence per node, `present[node]` and `absent[node]`; unknown = 1, 1. */
  readonly blocks: ReadonlyMap<number, BlockEvidence>;
  /** Per family: likelihood of the record given each state; absent when nothing was said. */
  readonly families: ReadonlyMap<number, Float64Array>;
  /** Per hypothesis: log likelihood of diseases named as known, of age and of sex. */
  readonly direct: Float64Array;
  /** The evidence that is used, one per finding, after closure over parents. */
  readonly used: readonly Finding[];
  /** Condition ids that are used, with the family or the cause they speak of. */
  readonly conditions: readonly string[];
  readonly unexplained: readonly string[];
}

export interface BlockEvidence {
  readonly present: Float64Array;
  readonly absent: Float64Array;
  /** Nodes with evidence in their subtree, themselves included. */
  readonly active: Uint8Array;
}

const believed = (finding: Finding): number => Math.min(SUREST, Math.max(1 - SUREST, finding.probability));

/** Two findings are the same evidence told twice: the surer counts. Order does not matter. */
function once(findings: readonly Finding[]): Map<string, Finding> {
  const kept = new Map<string, Finding>();
  for (const each of findings) {
    if (!(each.probability >= 0 && each.probability <= 1) || each.probability === 0.5) continue;
    const before = kept.get(each.finding);
    const surer = before === undefined || Math.abs(each.probability - 0.5) > Math.abs(before.probability - 0.5);
    const tie =
      before !== undefined &&
      Math.abs(each.probability - 0.5) === Math.abs(before.probability - 0.5) &&
      each.probability < before.probability;
    if (surer || tie) kept.set(each.finding, each);
  }
  return kept;
}

/**
 * Evidence closed over what the tree of first parents does not reach: a present term makes its further parents present;
 * an absent further parent makes it absent. A present child overrules an absent ancestor: the particular was looked for.
 */
function closeEvidence(model: Model, findings: readonly Finding[]): { used: Finding[]; unexplained: string[] } {
  const { knowledge } = model;
  const kept = once(findings);
  const unexplained = [...kept.keys()].filter((id) => !model.blockOf.has(id));
  for (const id of unexplained) kept.delete(id);
  for (const each of [...kept.values()]) {
    const parents = knowledge.terms.get(each.finding)?.parents ?? [];
    for (const parent of parents.slice(1)) {
      const said = kept.get(parent);
      if (each.probability > 0.5 && !said && model.blockOf.has(parent)) kept.set(parent, { ...each, finding: parent });
      if (each.probability > 0.5 && said && said.probability < 0.5) kept.set(parent, { ...each, finding: parent });
    }
    if (each.probability > 0.5)
      for (const up of ancestors(knowledge, each.finding)) {
        const said = kept.get(up);
        if (said && said.probability < 0.5) kept.delete(up);
      }
  }
  const present = (id: string): boolean =>
    (kept.get(id)?.probability ?? 0) > 0.5 || descendants(knowledge, id).some((below) => (kept.get(below)?.probability ?? 0) > 0.5);
  const implied = [...kept.keys()].filter((id) => (knowledge.terms.get(id)?.redundantWith ?? []).some(present));
  for (const id of implied) kept.delete(id);
  return { used: [...kept.values()].sort((a, b) => (a.finding < b.finding ? -1 : 1)), unexplained: unexplained.sort() };
}

/** Lays findings and conditions out over the model. Unknown names are returned as unexplained, never dropped in silence. */
export function observe(model: Model, question: Question): Observed {
  const { used, unexplained } = closeEvidence(model, question.findings);
  const blocks = new Map<number, BlockEvidence>();
  for (const finding of used) addFinding(model, blocks, finding);
  const families = new Map<number, Float64Array>();
  const direct = lifted(model, question.setting, namedConditions(model, question, used));
  const conditions: string[] = [];
  const named = new Map(question.conditions.map((each) => [each.condition, each.state]));
  for (const [condition, state] of [...named].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
    if (addCondition(model, families, direct, condition, state === 'present')) conditions.push(condition);
    else unexplained.push(condition);
  }
  return { blocks, families, direct, used, conditions, unexplained };
}

export function addFinding(model: Model, blocks: Map<number, BlockEvidence>, finding: Finding): void {
  const place = model.blockOf.get(finding.finding);
  if (!place) return;
  const size = model.blocks[place.block]!.members.length;
  let evidence = blocks.get(place.block);
  if (!evidence) {
    evidence = { present: new Float64Array(size).fill(1), absent: new Float64Array(size).fill(1), active: new Uint8Array(size) };
    blocks.set(place.block, evidence);
  }
  const p = believed(finding);
  evidence.present[place.node] = p;
  evidence.absent[place.node] = 1 - p;
  for (let node = place.node; node >= 0; node = model.blocks[place.block]!.parent[node]!) evidence.active[node] = 1;
}

/** What the record names: findings, and conditions as such, as a known disease, or by a history that is as good as its name. */
function namedConditions(model: Model, question: Question, used: readonly Finding[]): ReadonlySet<string> {
  const { conditions, diagnoses } = model.knowledge;
  const named = new Set<string>();
  for (const { condition, state } of question.conditions) {
    if (state !== 'present') continue;
    if (conditions.has(condition)) named.add(condition);
    else for (const own of diagnoses.get(condition)?.conditions ?? []) named.add(own.condition);
  }
  for (const { finding, probability } of used)
    if (probability >= NAMED) for (const name of [finding, ...namedBy(model, finding)]) named.add(name);
  return named;
}

/** False when the name is neither a condition nor a cause. */
function addCondition(model: Model, families: Map<number, Float64Array>, direct: Float64Array, name: string, present: boolean): boolean {
  const { knowledge } = model;
  let id = name;
  const cause = knowledge.diagnoses.get(name);
  if (cause && !knowledge.conditions.has(name)) {
    // "Known lupus" is the condition of the patient; that it made this calcification is the question.
    const own = [...cause.conditions].sort((a, b) => b.p - a.p)[0];
    if (own && own.p >= 0.9 && isDisease(model, own.condition)) id = own.condition;
    else {
      model.hypotheses.forEach((hypothesis, h) => {
        const isIt = hypothesis === name;
        direct[h]! += Math.log(present ? (isIt ? 1 : KNOWN_CAUSE_ELSEWHERE) : isIt ? MISSED_CAUSE : 1);
      });
      return true;
    }
  }
  const index = model.families.findIndex((family) => family.stateOf.has(id));
  if (index < 0) return false;
  const family = model.families[index]!;
  const likelihood = families.get(index) ?? new Float64Array(family.states.length).fill(1);
  family.states.forEach((state, place) => {
    const holds = state !== null && (state.id === id || ancestors(knowledge, state.id).includes(id));
    const named = holds ? CONDITION_NAMED : CONDITION_MISTAKEN;
    likelihood[place]! *= present ? named : 1 - named;
  });
  families.set(index, likelihood);
  return true;
}

/** The conditions that stand for a disease of their own: the connective tissue diseases. */
const isDisease = (model: Model, condition: string): boolean => model.knowledge.conditions.get(condition)?.family === 'connective-tissue';
