import { ancestors, type Diagnosis, descendants } from '../../knowledge/index.ts';
import type { Model } from '../model/index.ts';
import type { Question } from '../types.ts';

/**
 * A calcification is asked about mostly where the record does not already name what explains it: of the patients with a disease or event
 * that defines the cause, this share is not among those asked about (fitted with the power of the priors, docs/figures-reasoning.md).
 */
const EXPLAINED_BEFORE = 0.9;
/** A history, procedure or drug defines a cause when it is that common in it and that rare elsewhere. */
const DEFINING = 0.9;
const RARE_ELSEWHERE = 0.15;
/** The kind of cause that is a disease seen at a glance long before it calcifies. */
const SHOWS_FROM_YOUTH = 'inherited-skin';

/** What defines a cause: the conditions it comes with, by family, and the facts that are as good as its name. */
interface Definition {
  readonly conditions: readonly { readonly family: string; readonly p: number; readonly names: ReadonlySet<string> }[];
  readonly facts: readonly { readonly finding: string; readonly p: number }[];
  /** Share asked about while the record names none of it. */
  readonly silent: number;
}

interface Definitions {
  readonly of: readonly Definition[];
  /** Hypotheses that a name (a condition or a finding) bears on. */
  readonly touched: ReadonlyMap<string, readonly number[]>;
  /** Conditions that a history is as good as the name of (on dialysis: kidney failure on dialysis). */
  readonly names: ReadonlyMap<string, readonly string[]>;
}

const known = new WeakMap<Model, Definitions>();

function definitionsOf(model: Model): Definitions {
  let found = known.get(model);
  if (!found) {
    found = build(model);
    known.set(model, found);
  }
  return found;
}

function build(model: Model): Definitions {
  const { knowledge } = model;
  const rare = (finding: string): boolean => (knowledge.background.get(finding)?.p ?? 0) <= RARE_ELSEWHERE;
  const of = model.diagnoses.map((cause): Definition => {
    const conditions = cause.conditions.map(({ condition, p }) => ({
      family: knowledge.conditions.get(condition)?.family ?? condition,
      p,
      names: new Set([condition, ...ancestors(knowledge, condition), ...descendants(knowledge, condition)]),
    }));
    const facts = cause.evidence.filter(({ finding, p }) => p >= DEFINING && definesBy(cause, finding) && rare(finding));
    return { conditions, facts, silent: 1 - EXPLAINED_BEFORE * missing({ conditions, facts }, NOTHING) };
  });
  const touched = new Map<string, number[]>();
  of.forEach(({ conditions, facts }, h) => {
    for (const name of new Set([...conditions.flatMap((each) => [...each.names]), ...facts.map((each) => each.finding)]))
      touched.set(name, [...(touched.get(name) ?? []), h]);
  });
  const names = new Map<string, string[]>();
  for (const condition of knowledge.conditions.values())
    for (const { finding, p } of condition.evidence)
      if (finding.startsWith('hx-') && p >= DEFINING && rare(finding)) names.set(finding, [...(names.get(finding) ?? []), condition.id]);
  return { of, touched, names };
}

/** An event is told; of a disease that shows from youth the record tells what it looks like. */
const definesBy = (cause: Diagnosis, finding: string): boolean =>
  /^(hx|proc|drug)-/.test(finding) || (cause.kind === SHOWS_FROM_YOUTH && finding.startsWith('ex-'));

const NOTHING: ReadonlySet<string> = new Set();

/**
 * P(a disease or event that the record would name | cause): that it has at least one of its conditions (those of one family exclude each
 * other, families are taken as independent), or the commonest of the facts that define it. What the record names is no longer missing;
 * one defining fact is as good as all of them.
 */
function missing({ conditions, facts }: Pick<Definition, 'conditions' | 'facts'>, named: ReadonlySet<string>): number {
  const families = new Map<string, number>();
  for (const { family, p, names } of conditions)
    if (![...named].some((each) => names.has(each))) families.set(family, (families.get(family) ?? 0) + p);
  let none = 1;
  for (const p of families.values()) none *= 1 - Math.min(1, p);
  const fact = facts.some(({ finding }) => named.has(finding)) ? 0 : Math.max(0, ...facts.map((each) => each.p));
  return Math.max(1 - none, fact);
}

/** Share of the patients of each cause that is asked about while the record names none of what defines it. */
export const askedAbout = (model: Model): readonly number[] => definitionsOf(model).of.map((each) => each.silent);

/** Conditions that a history is as good as the name of. */
export const namedBy = (model: Model, finding: string): readonly string[] => definitionsOf(model).names.get(finding) ?? [];

/** Whether saying this finding can tell that a disease or event was known before. */
export const defines = (model: Model, finding: string): boolean =>
  definitionsOf(model).touched.has(finding) || namedBy(model, finding).length > 0;

/** Log of how much likelier each cause is to be asked about once the record names these conditions and findings after all. */
export function lifted(model: Model, setting: Question['setting'], named: ReadonlySet<string>): Float64Array {
  const log = new Float64Array(model.hypotheses.length);
  if (setting === 'incidental') return log;
  const { of, touched } = definitionsOf(model);
  const bearing = new Set([...named].filter((each) => touched.has(each)));
  for (const h of new Set([...bearing].flatMap((each) => touched.get(each)!)))
    log[h] = Math.log((1 - EXPLAINED_BEFORE * missing(of[h]!, bearing)) / of[h]!.silent);
  return log;
}
