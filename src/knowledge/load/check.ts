import { type Issue, issue } from '../../core/index.ts';
import { ancestors } from '../hierarchy/index.ts';
import type { Evidence, Knowledge } from '../types.ts';

const CATEGORIES = ['site', 'compartment', 'morph', 'dist', 'img', 'hx', 'ex', 'lab', 'drug', 'proc', 'fam', 'demo'];

/** What the schema of one entry cannot see: names that lead nowhere, circles, sets that overlap, rows given twice. */
export function checkKnowledge(knowledge: Knowledge): Issue[] {
  const issues: Issue[] = [];
  const say = (code: string, where: string, expected: string, received: string): void => {
    issues.push(
      issue('error', { code, where, expected, received, fix: 'Correct the entry in knowledge/ and run npm run knowledge:build.' }),
    );
  };
  const { terms } = knowledge;
  const isFinding = (id: string): boolean => CATEGORIES.includes(terms.get(id)?.category ?? '');
  const checkEvidence = (owner: string, rows: readonly Evidence[]): void => {
    const seen = new Set<string>();
    for (const row of rows) {
      if (!isFinding(row.finding)) say('knowledge-finding-unknown', owner, 'a finding of the vocabulary', row.finding);
      if (seen.has(row.finding)) say('knowledge-row-twice', owner, 'one row per finding', row.finding);
      seen.add(row.finding);
    }
  };
  const references = (owner: string, keys: readonly string[]): void => {
    for (const key of keys)
      if (!key.includes(' ') && !knowledge.references.has(key))
        say('knowledge-reference-unknown', owner, 'a key of references.yaml or a sentence', key);
  };
  for (const term of terms.values()) {
    if (term.category !== 'condition' && term.category !== 'diagnosis' && term.category !== 'test' && !CATEGORIES.includes(term.category))
      say('knowledge-category-unknown', term.id, `a prefix of ${CATEGORIES.join(', ')}`, term.category);
    for (const parent of term.parents) if (!terms.has(parent)) say('knowledge-parent-unknown', term.id, 'a known parent', parent);
    if (ancestors(knowledge, term.id).some((each) => terms.get(each)?.parents.includes(term.id)))
      say('knowledge-circle', term.id, 'parents that end', 'a term that is its own ancestor');
  }
  checkExclusive(knowledge, say);
  const familyOf = new Map<string, string>();
  for (const condition of knowledge.conditions.values()) {
    checkEvidence(`condition ${condition.id}`, condition.evidence);
    for (const row of condition.evidence) {
      references(`condition ${condition.id}`, row.sources);
      const family = familyOf.get(row.finding) ?? condition.family;
      if (family !== condition.family)
        say('knowledge-finding-in-two-families', `condition ${condition.id}`, `only in family ${family}`, row.finding);
      familyOf.set(row.finding, condition.family);
    }
  }
  for (const cause of knowledge.diagnoses.values()) {
    checkEvidence(`cause ${cause.id}`, cause.evidence);
    for (const row of cause.evidence) references(`cause ${cause.id}`, row.sources);
    references(`cause ${cause.id}`, cause.references);
    for (const form of cause.forms) {
      checkEvidence(`cause ${cause.id}, form ${form.id}`, form.evidence);
      for (const row of form.evidence) references(`cause ${cause.id}, form ${form.id}`, row.sources);
    }
    if (cause.forms.reduce((sum, each) => sum + each.share, 0) >= 1)
      say('knowledge-forms-sum', `cause ${cause.id}`, 'shares that leave something for the usual face', 'shares of 1 or more');
    if (cause.kind !== null && !knowledge.kinds.has(cause.kind))
      say('knowledge-kind-unknown', `cause ${cause.id}`, 'a kind of kinds.yaml', cause.kind);
    for (const { condition } of [cause, ...cause.forms].flatMap((each) => each.conditions))
      if (!knowledge.conditions.has(condition)) say('knowledge-condition-unknown', `cause ${cause.id}`, 'a condition', condition);
    for (const other of cause.confusedWith)
      if (!knowledge.diagnoses.has(other)) say('knowledge-cause-unknown', `cause ${cause.id}`, 'a cause', other);
  }
  for (const kind of knowledge.kinds.values())
    for (const finding of Object.keys(kind.rows))
      if (!isFinding(finding)) say('knowledge-finding-unknown', `kind ${kind.id}`, 'a finding of the vocabulary', finding);
  for (const finding of knowledge.background.keys())
    if (!isFinding(finding)) say('knowledge-finding-unknown', 'background', 'a finding', finding);
  for (const test of knowledge.tests.values()) {
    for (const finding of Object.values(test.states))
      if (!isFinding(finding)) say('knowledge-finding-unknown', `test ${test.id}`, 'a finding', finding);
    for (const interval of test.intervals) references(`test ${test.id}`, [interval.source]);
  }
  return issues;
}

function checkExclusive(knowledge: Knowledge, say: (code: string, where: string, expected: string, received: string) => void): void {
  const member = new Set<string>();
  for (const set of knowledge.exclusive) {
    const where = `exclusive set ${set.join(', ')}`;
    const parents = new Set(set.map((id) => knowledge.terms.get(id)?.parents[0] ?? ''));
    if (parents.size > 1) say('knowledge-exclusive-parents', where, 'findings under one parent', [...parents].join(', '));
    for (const id of set) {
      if (!knowledge.terms.has(id)) say('knowledge-finding-unknown', where, 'a finding', id);
      if (member.has(id)) say('knowledge-exclusive-overlap', where, 'a finding in one set', id);
      member.add(id);
    }
  }
}
