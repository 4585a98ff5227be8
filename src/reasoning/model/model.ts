import type { Condition, Diagnosis, Evidence, Knowledge } from '../../knowledge/index.ts';
import { conditionals, LEAST } from './marginal.ts';
import { type Block, buildBlocks } from './tree.ts';

/** The hypothesis that the cause is not in the knowledge. */
export const NONE = 'none-of-these';

/** Conditions that exclude each other; state 0 is "none of them". */
export interface Family {
  readonly name: string;
  readonly states: readonly (Condition | null)[];
  /** Index of the state of a condition, by its id. */
  readonly stateOf: ReadonlyMap<string, number>;
  /** Blocks whose findings hang on this family. */
  readonly blocks: readonly number[];
}

/**
 * The knowledge laid out for inference. Hypothesis `h` is `hypotheses[h]`; the last one is {@link NONE}. A cause with several faces
 * has one hypothesis for each, side by side and under one id: {@link membersOf} gathers them.
 */
export interface Model {
  readonly knowledge: Knowledge;
  readonly hypotheses: readonly string[];
  readonly diagnoses: readonly Diagnosis[];
  readonly blocks: readonly Block[];
  readonly blockOf: ReadonlyMap<string, { readonly block: number; readonly node: number }>;
  readonly families: readonly Family[];
  /** Family of a block, or -1. */
  readonly familyOf: Int32Array;
  /** P(state | hypothesis) per family. */
  readonly states: readonly (readonly Float64Array[])[];
  /** P(node | parent present, hypothesis, state): `table(h, block, state)`; state 0 when the block has no family. */
  table(hypothesis: number, block: number, state: number): Float64Array;
  /** The row a probability comes from: the cause's, else the condition's, else the background's. */
  rowOf(
    hypothesis: number,
    finding: string,
    state: number,
  ): { readonly row: Evidence | null; readonly owner: 'cause' | 'condition' | 'background' };
  /** Blocks in which a cause has rows of its own. */
  own(hypothesis: number, block: number): boolean;
}

/** Hypotheses of every id, in their order. */
export function membersOf(model: Model): ReadonlyMap<string, readonly number[]> {
  const members = new Map<string, number[]>();
  model.hypotheses.forEach((id, h) => {
    const known = members.get(id);
    if (known) known.push(h);
    else members.set(id, [h]);
  });
  return members;
}

const models = new WeakMap<Knowledge, Model>();

/** The model of a knowledge, built once. */
export function modelOf(knowledge: Knowledge): Model {
  const known = models.get(knowledge);
  if (known) return known;
  const built = buildModel(knowledge);
  models.set(knowledge, built);
  return built;
}

const OTHER_KINDS = new Set(['condition', 'diagnosis', 'test', 'demo']);

function buildModel(knowledge: Knowledge): Model {
  const findings = [...knowledge.terms.values()].filter((term) => !OTHER_KINDS.has(term.category)).map((term) => term.id);
  const blocks = buildBlocks(knowledge, findings);
  const blockOf = new Map(blocks.flatMap((block, index) => block.members.map((id, node) => [id, { block: index, node }] as const)));
  const diagnoses = [...knowledge.diagnoses.values()].flatMap(facesOf);
  const hypotheses = [...diagnoses.map((each) => each.id), NONE];
  const { families, familyOf } = buildFamilies(knowledge, blocks, blockOf);
  const background = blocks.map((block) => backgroundOf(knowledge, block));
  const rows = diagnoses.map((cause) => new Map(cause.evidence.map((row) => [row.finding, row])));
  const conditionRows = new Map(
    [...knowledge.conditions.values()].map((each) => [each.id, new Map(each.evidence.map((row) => [row.finding, row]))]),
  );
  const conditionRow = (block: number, state: number, finding: string): Evidence | undefined => {
    const condition = familyOf[block]! < 0 ? null : families[familyOf[block]!]!.states[state];
    return condition ? conditionRows.get(condition.id)?.get(finding) : undefined;
  };
  const ownBlocks = diagnoses.map((cause) => {
    const flags = new Uint8Array(blocks.length);
    for (const { finding } of cause.evidence) flags[blockOf.get(finding)?.block ?? 0] = 1;
    return flags;
  });
  const own = (hypothesis: number, block: number): boolean => ownBlocks[hypothesis]?.[block] === 1;
  /** Blocks that any cause speaks of. */
  const spoken = Uint8Array.from(blocks, (_, block) => (ownBlocks.some((flags) => flags[block] === 1) ? 1 : 0));
  /** One list per cause; the last one serves every cause without rows of its own in the block. */
  const cache: Float64Array[][][] = [...hypotheses, ''].map(() => []);
  const average = new Map<number, Float64Array>();
  const table = (hypothesis: number, block: number, state: number): Float64Array => {
    const none = hypothesis === diagnoses.length && familyOf[block]! < 0 && spoken[block] === 1;
    const shelf = cache[none || own(hypothesis, block) ? hypothesis : hypotheses.length]!;
    shelf[block] ??= [];
    let found = shelf[block][state];
    if (!found) {
      const { members } = blocks[block]!;
      const given = none
        ? (node: number) => mean(block)[node]
        : (node: number) => (rows[hypothesis]?.get(members[node]!) ?? conditionRow(block, state, members[node]!))?.p;
      found = conditionals(blocks[block]!, given, background[block]!);
      shelf[block][state] = found;
    }
    return found;
  };
  /** What a calcification shows on average, whatever its cause: the null hypothesis has no idea beyond that. */
  const mean = (block: number): Float64Array => {
    let found = average.get(block);
    if (!found) {
      const { parent } = blocks[block]!;
      found = new Float64Array(parent.length);
      let total = 0;
      for (let h = 0; h < diagnoses.length; h++) {
        const weight = diagnoses[h]!.prior.referral;
        const q = table(h, block, 0);
        const marginal = new Float64Array(q.length);
        total += weight;
        for (let node = 0; node < q.length; node++) {
          marginal[node] = q[node]! * (parent[node]! < 0 ? 1 : marginal[parent[node]!]!);
          found[node]! += weight * marginal[node]!;
        }
      }
      for (let node = 0; node < found.length; node++) found[node]! /= total;
      average.set(block, found);
    }
    return found;
  };
  const states = families.map((family) => statesGiven(family, diagnoses));
  return {
    knowledge,
    hypotheses,
    diagnoses,
    blocks,
    blockOf,
    families,
    familyOf,
    states,
    table,
    own,
    rowOf: (hypothesis, finding, state) => {
      const cause = rows[hypothesis]?.get(finding);
      if (cause) return { row: cause, owner: 'cause' };
      const place = blockOf.get(finding);
      const condition = place ? conditionRow(place.block, state, finding) : undefined;
      if (condition) return { row: condition, owner: 'condition' };
      return { row: knowledge.background.get(finding) ?? null, owner: 'background' };
    },
  };
}

/** A cause as one hypothesis for each of its faces, all under its id; together they have the weight of the cause. */
function facesOf(cause: Diagnosis): Diagnosis[] {
  const scaled = (share: number): Diagnosis['prior'] => ({
    ...cause.prior,
    incidental: cause.prior.incidental * share,
    referral: cause.prior.referral * share,
    paediatric: cause.prior.paediatric * share,
  });
  const usual = 1 - cause.forms.reduce((sum, each) => sum + each.share, 0);
  const faces = cause.forms.map((form) => {
    const said = new Set(form.evidence.map((row) => row.finding));
    const told = new Set(form.conditions.map((each) => each.condition));
    return {
      ...cause,
      prior: scaled(form.share),
      age: form.age ?? cause.age,
      conditions: [...form.conditions, ...cause.conditions.filter((each) => !told.has(each.condition))],
      evidence: [...form.evidence, ...cause.evidence.filter((row) => !said.has(row.finding))],
    };
  });
  return faces.length === 0 ? [cause] : [{ ...cause, prior: scaled(usual) }, ...faces];
}

function buildFamilies(
  knowledge: Knowledge,
  blocks: readonly Block[],
  blockOf: Model['blockOf'],
): { families: Family[]; familyOf: Int32Array } {
  const names = [...new Set([...knowledge.conditions.values()].map((each) => each.family))].sort();
  const familyOf = new Int32Array(blocks.length).fill(-1);
  const families = names.map((name, index): Family => {
    const conditions = [...knowledge.conditions.values()].filter((each) => each.family === name);
    for (const condition of conditions)
      for (const row of condition.evidence) {
        const place = blockOf.get(row.finding);
        if (place) familyOf[place.block] = index;
      }
    const states = [null, ...conditions];
    return {
      name,
      states,
      stateOf: new Map(conditions.map((each, place) => [each.id, place + 1])),
      blocks: [...familyOf.keys()].filter((block) => familyOf[block] === index),
    };
  });
  return { families, familyOf };
}

/** Background of each node; a state without a figure of its own (normal, negative) has what its set leaves. */
function backgroundOf(knowledge: Knowledge, block: Block): Float64Array {
  const p = Float64Array.from(block.members, (id) => knowledge.background.get(id)?.p ?? Number.NaN);
  for (const { nodes } of [...block.roots, ...block.children.flat()]) {
    const missing = nodes.filter((node) => Number.isNaN(p[node]));
    const left = Math.max(LEAST, 1 - nodes.reduce((sum, node) => sum + (Number.isNaN(p[node]) ? 0 : p[node]!), 0));
    for (const node of missing) p[node] = nodes.length === 1 ? LEAST : left / missing.length;
  }
  for (let node = 0; node < p.length; node++) {
    const up = block.parent[node]!;
    if (up >= 0) p[node] = Math.min(p[node]!, p[up]! * (1 - LEAST));
  }
  return p;
}

/** P(state | cause): what the cause says of its conditions, and base rates for the rest. */
function statesGiven(family: Family, diagnoses: readonly Diagnosis[]): Float64Array[] {
  const base = Float64Array.from(family.states, (each) => each?.baseRate ?? 0);
  const total = base.reduce((sum, each) => sum + each, 0);
  base[0] = Math.max(LEAST, 1 - total);
  const rows = diagnoses.map((cause) => {
    const p = new Float64Array(base.length);
    let said = 0;
    let saidBase = 0;
    for (const { condition, p: share } of cause.conditions) {
      const state = family.stateOf.get(condition);
      if (state === undefined) continue;
      p[state] = Math.max(LEAST, share);
      said += p[state]!;
      saidBase += base[state]!;
    }
    const most = 1 - LEAST * 5;
    if (said > most) {
      for (let state = 0; state < p.length; state++) p[state]! *= most / said;
      said = most;
    }
    for (let state = 0; state < p.length; state++)
      if (p[state] === 0) p[state] = (base[state]! * (1 - said)) / Math.max(LEAST, 1 - saidBase);
    return p;
  });
  const mean = new Float64Array(base.length);
  let weight = 0;
  rows.forEach((p, h) => {
    weight += diagnoses[h]!.prior.referral;
    for (let state = 0; state < p.length; state++) mean[state]! += p[state]! * diagnoses[h]!.prior.referral;
  });
  for (let state = 0; state < mean.length; state++) mean[state]! /= weight;
  return [...rows, mean];
}
