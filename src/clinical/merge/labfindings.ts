import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import type { Knowledge, LabTest } from '../../knowledge/types.ts';
import { BELIEF, type Belief } from '../belief/index.ts';
import type { DerivedValue, LabResult } from '../types.ts';

/** Measures of one thing, the better first: what the better says stands. */
const BETTER_FIRST: readonly (readonly string[])[] = [['ionized-calcium', 'calcium-corrected', 'calcium']];

interface Graded {
  /** Test id, or `calcium-corrected`. */
  readonly id: string;
  readonly test: LabTest;
  readonly grade: Exclude<LabResult['grade'], 'ungraded'>;
  readonly date: string | null;
  readonly where: string;
  readonly implausible: boolean;
}

/**
 * Graded results as evidence. A state that has its own finding is present; when it has none, the findings of the other
 * states are absent. Never both: the states exclude each other, and counting one fact twice would be wrong. Tests that
 * share findings (CRP and ESR, creatinine and eGFR) speak once: the better measure, else the abnormal one, and a note
 * says which.
 */
export function labBeliefs(
  labs: readonly LabResult[],
  derived: readonly DerivedValue[],
  knowledge: Knowledge,
): { beliefs: Belief[]; issues: Issue[] } {
  const graded = [...fromLabs(labs, knowledge), ...fromDerived(labs, derived, knowledge)];
  const issues: Issue[] = [];
  const silent = new Set<Graded>();
  for (const order of BETTER_FIRST) {
    const ranked = graded.filter((each) => order.includes(each.id)).sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
    for (const worse of ranked.slice(1)) silent.add(worse);
  }
  for (const a of graded)
    for (const b of graded) {
      if (a === b || silent.has(a) || silent.has(b) || !shareStates(a.test, b.test)) continue;
      const [speaks, yields] = isNormal(a.grade) && !isNormal(b.grade) ? [b, a] : [a, b];
      silent.add(yields);
      if (speaks.test.states[speaks.grade] === yields.test.states[yields.grade]) continue;
      issues.push(
        issue('note', {
          code: 'lab-shared-finding',
          where: `${speaks.where} and ${yields.where}`,
          expected: `${speaks.test.label} and ${yields.test.label} graded alike`,
          received: `${speaks.grade} and ${yields.grade}`,
          fix: `They are one finding to the model; the abnormal one, ${speaks.test.label}, counts.`,
        }),
      );
    }
  return { beliefs: graded.filter((each) => !silent.has(each)).flatMap(stateBeliefs), issues };
}

function fromLabs(labs: readonly LabResult[], knowledge: Knowledge): Graded[] {
  return labs.flatMap((lab) => {
    const test = knowledge.tests.get(lab.test);
    if (!test || lab.grade === 'ungraded') return [];
    return [
      {
        id: lab.test,
        test,
        grade: lab.grade,
        date: lab.date,
        where: `${lab.where} "${labWords(lab)}"`,
        implausible: lab.implausible === true,
      },
    ];
  });
}

/** A derived value speaks only where the record has no graded result of that name. */
function fromDerived(labs: readonly LabResult[], derived: readonly DerivedValue[], knowledge: Knowledge): Graded[] {
  return derived.flatMap((value) => {
    const test = knowledge.tests.get(value.id === 'calcium-corrected' ? 'calcium' : value.id);
    if (!test || value.grade === 'ungraded' || labs.some((lab) => lab.test === value.id && lab.grade !== 'ungraded')) return [];
    return [
      { id: value.id, test, grade: value.grade, date: null, where: `${value.label} from ${value.from.join(', ')}`, implausible: false },
    ];
  });
}

/** `calcium 9.2 mg/dL`: the result as evidence is shown. */
const labWords = (lab: LabResult): string =>
  [
    lab.test,
    lab.text ?? (lab.value === null ? lab.flag : `${lab.comparator ?? ''}${lab.value}`),
    lab.unit,
    lab.date ? `(${lab.date})` : null,
  ]
    .filter((part) => part !== null)
    .join(' ');

const isNormal = (grade: Graded['grade']): boolean => grade === 'normal' || grade === 'negative';

const shareStates = (a: LabTest, b: LabTest): boolean =>
  Object.values(a.states).some((finding) => Object.values(b.states).includes(finding));

function stateBeliefs(of: Graded): Belief[] {
  const base = { date: of.date, weight: 'coded' as const, where: of.where };
  const own = of.test.states[of.grade];
  if (own !== undefined)
    return [
      {
        ...base,
        finding: own,
        state: of.implausible ? 'uncertain' : 'present',
        probability: of.implausible ? BELIEF.implausible : BELIEF.stated,
      },
    ];
  if (of.implausible) return [];
  return [...new Set(Object.values(of.test.states))].map((finding) => ({
    ...base,
    finding,
    state: 'absent' as const,
    probability: 1 - BELIEF.stated,
  }));
}
