import type { Finding, Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import type { Knowledge } from '../../knowledge/types.ts';

/** How sure a statement makes one; records err now and then, so nothing said is taken as certain. Own estimates. */
export const BELIEF = {
  /**
   * A coded entry, a case file's line, a graded result. A record names some twenty of six hundred findings, so that a
   * false one is rarer than one in a hundred of those named (own estimate): likelihood ratio about 200.
   */
  stated: 0.995,
  /** An asserted phrase of free text: the reader of text errs too. */
  written: 0.95,
  /** `probable`, `likely`, `suspected`. */
  likely: 0.75,
  /** `possible`, `may`. */
  possible: 0.6,
  /** `cannot be excluded`, `to be ruled out`: mentioned, no information. */
  open: 0.5,
  /** `unlikely`. */
  unlikely: 0.2,
  /** A result outside what a living person has: more likely a slip than a fact. */
  implausible: 0.6,
} as const;

/** One belief about one finding, with its date and how it was come by. */
export interface Belief {
  readonly finding: string;
  readonly state: Finding['state'];
  readonly probability: number;
  readonly date: string | null;
  /** Coded entries outweigh text. */
  readonly weight: 'coded' | 'text';
  readonly where: string;
}

export const beliefOf = (state: Finding['state'], probability: number | null, weight: Belief['weight']): number => {
  if (probability !== null) return state === 'absent' ? Math.min(probability, 1 - probability) : probability;
  if (state === 'uncertain') return BELIEF.open;
  const sure = weight === 'coded' ? BELIEF.stated : BELIEF.written;
  return state === 'present' ? sure : Number((1 - sure).toFixed(4));
};

/**
 * One finding per id from all that was said of it. Agreeing statements are one (the surest); of contradicting ones the
 * newer dated counts, else the coded over the text, else neither: `uncertain`, 0.5. Each contradiction is an issue.
 */
export function mergeBeliefs(beliefs: readonly Belief[]): { findings: Finding[]; issues: Issue[] } {
  const groups = new Map<string, Belief[]>();
  for (const each of beliefs) {
    const group = groups.get(each.finding) ?? [];
    group.push(each);
    groups.set(each.finding, group);
  }
  const issues: Issue[] = [];
  const findings = [...groups].map(([finding, group]): Finding => {
    const present = group.filter((each) => each.probability > 0.5);
    const absent = group.filter((each) => each.probability < 0.5);
    if (present.length > 0 && absent.length > 0) return settle(finding, present, absent, issues);
    const sided = present.length > 0 ? present : absent.length > 0 ? absent : group;
    const best = sided.reduce((a, b) => (Math.abs(b.probability - 0.5) > Math.abs(a.probability - 0.5) ? b : a));
    return toFinding(finding, best, group);
  });
  return { findings, issues };
}

function settle(finding: string, present: readonly Belief[], absent: readonly Belief[], issues: Issue[]): Finding {
  const newest = (list: readonly Belief[]): string =>
    list.reduce((date, each) => (each.date !== null && each.date > date ? each.date : date), '');
  const [when, whenNot] = [newest(present), newest(absent)];
  const coded = present.some((each) => each.weight === 'coded');
  const codedNot = absent.some((each) => each.weight === 'coded');
  let winners: readonly Belief[] | null = null;
  let rule = 'neither counts: taken as uncertain';
  if (when !== '' && whenNot !== '' && when !== whenNot) {
    winners = when > whenNot ? present : absent;
    rule = 'the newer counts';
  } else if (coded !== codedNot) {
    winners = coded ? present : absent;
    rule = 'the coded entry counts over free text';
  }
  issues.push(
    issue('warning', {
      code: 'finding-contradiction',
      where: [...present, ...absent].map((each) => each.where).join(' and '),
      expected: `one statement about ${finding}`,
      received: 'both present and absent',
      fix: `As it stands, ${rule}. Correct the wrong source.`,
    }),
  );
  const all = [...present, ...absent];
  if (winners === null)
    return { finding, state: 'uncertain', probability: BELIEF.open, from: 'clinical', because: all.map((each) => each.where) };
  return toFinding(finding, winners[0], winners);
}

const toFinding = (finding: string, best: Belief, group: readonly Belief[]): Finding => ({
  finding,
  state: best.state,
  probability: best.probability,
  from: 'clinical',
  because: [...new Set(group.map((each) => each.where))],
});

/**
 * A list fit for reasoning: ids the vocabulary knows, one entry each, beliefs within 0..1, and of an exclusive set at most
 * one present. What had to give way is an issue.
 */
export function normalizeFindings(findings: readonly Finding[], knowledge: Knowledge): { findings: Finding[]; issues: Issue[] } {
  const issues: Issue[] = [];
  const kept = new Map<string, Finding>();
  for (const each of findings) {
    const problem = findingProblem(each, knowledge);
    if (problem) {
      issues.push(issue('warning', { ...problem, where: each.because?.[0] ?? each.finding }));
      continue;
    }
    const before = kept.get(each.finding);
    if (before && before.probability > 0.5 !== each.probability > 0.5 && before.probability !== 0.5 && each.probability !== 0.5) {
      issues.push(
        issue('warning', {
          code: 'finding-contradiction',
          where: each.finding,
          expected: 'one statement',
          received: `${before.state} (${before.from}) and ${each.state} (${each.from})`,
          fix: precedes(each, before) ? `The ${each.from}'s word counts.` : `The ${before.from}'s word counts.`,
        }),
      );
      if (precedes(each, before)) kept.set(each.finding, each);
    } else if (!before || Math.abs(each.probability - 0.5) > Math.abs(before.probability - 0.5) || precedes(each, before))
      kept.set(each.finding, each);
  }
  for (const set of knowledge.exclusive) {
    const present = set.map((id) => kept.get(id)).filter((each): each is Finding => each !== undefined && each.probability > 0.5);
    if (present.length < 2) continue;
    const best = present.reduce((a, b) => (b.probability > a.probability ? b : a));
    for (const loser of present) if (loser !== best) kept.set(loser.finding, { ...loser, state: 'uncertain', probability: BELIEF.open });
    issues.push(
      issue('warning', {
        code: 'finding-exclusive',
        where:
          present
            .flatMap((each) => each.because ?? [])
            .slice(0, 4)
            .join(' and ') || best.finding,
        expected: `at most one of ${set.join(', ')}`,
        received: present.map((each) => each.finding).join(', '),
        fix: `${best.finding} counts, the others are taken as uncertain.`,
      }),
    );
  }
  return { findings: [...kept.values()], issues };
}

const ORDER: readonly Finding['from'][] = ['reader', 'clinical', 'image'];
/** The reader's word goes before the record's, the record's before the image's. */
const precedes = (a: Finding, b: Finding): boolean => ORDER.indexOf(a.from) < ORDER.indexOf(b.from);

function findingProblem(each: Finding, knowledge: Knowledge): Pick<Issue, 'code' | 'expected' | 'received' | 'fix'> | null {
  if (!knowledge.terms.has(each.finding))
    return {
      code: 'finding-unknown',
      expected: 'a finding id of the vocabulary',
      received: each.finding.slice(0, 80),
      fix: 'It was left out.',
    };
  if (!(each.probability >= 0 && each.probability <= 1))
    return {
      code: 'finding-probability-broken',
      expected: 'a probability from 0 to 1',
      received: String(each.probability),
      fix: 'It was left out.',
    };
  return null;
}
