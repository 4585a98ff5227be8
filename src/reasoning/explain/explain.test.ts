import { expect, it } from 'vitest';
import { loadKnowledge } from '../../knowledge/index.ts';
import { explain } from './index.ts';

const knowledge = loadKnowledge();

it('shows every number of every cause and condition with its basis, and its source or that it has none', () => {
  for (const cause of knowledge.diagnoses.values()) {
    const { rows, text } = explain(knowledge, cause.id)!;
    expect(rows).toHaveLength(cause.evidence.length + cause.forms.reduce((sum, each) => sum + each.evidence.length, 0));
    for (const row of rows) {
      expect(['seen', 'recalled', 'expert-estimate']).toContain(row.basis);
      if (row.basis === 'seen') expect(row.sources.length, `${cause.id} ${row.finding}`).toBeGreaterThan(0);
      for (const source of row.sources) expect('citation' in source, `${cause.id} ${row.finding}`).toBe(true);
    }
    const lines = new Map(text.map(({ heading, lines }) => [heading, lines]));
    expect(lines.get('Prior weights')![0]).toContain(cause.prior.basis);
    expect(lines.get('Age and sex')).toHaveLength(cause.age.length + 2);
    expect((lines.get('Conditions') ?? []).filter((line) => /: [0-9.]+ \(.+\)$/.test(line))).toHaveLength(cause.conditions.length);
  }
  for (const condition of knowledge.conditions.values())
    expect(explain(knowledge, condition.id)!.text[0]!.lines.length, condition.id).toBeGreaterThan(1);
});

it('shows the ages of a face that has its own', () => {
  const faces = explain(knowledge, 'cppd-chondrocalcinosis')!.text.find(({ heading }) => heading === 'Faces of it')!.lines;
  expect(faces.some((line) => / 65 to 100 y: /.test(line))).toBe(true);
});
