import { expect, test } from 'vitest';
import type { Finding } from '../../core/index.ts';
import { statedPattern } from './pattern.ts';

const present = (...ids: string[]): Finding[] => ids.map((finding) => ({ finding, state: 'present', probability: 1, from: 'clinical' }));

test.each([
  ['circumscripta', ['compartment-skin', 'compartment-subcutaneous', 'dist-localized']],
  ['universalis', ['compartment-skin', 'compartment-subcutaneous', 'compartment-muscle', 'compartment-tendon', 'dist-widespread']],
  ['tumoral', ['dist-tumoral', 'compartment-periarticular']],
  ['vascular', ['compartment-artery']],
  ['periarticular', ['compartment-periarticular']],
  ['mixed', ['compartment-artery', 'compartment-subcutaneous']],
  ['none', ['hx-trauma']],
])('should conclude %s from %j', (pattern, ids) => {
  expect(statedPattern(present(...ids)).pattern).toBe(pattern);
});

test('should not take an absent finding for a present one', () => {
  expect(statedPattern([{ finding: 'compartment-skin', state: 'absent', probability: 0, from: 'clinical' }]).pattern).toBe('none');
});

test('should print every rule with the counts that decided it', () => {
  const { patternRules } = statedPattern(present('compartment-subcutaneous'));
  expect(patternRules.filter((each) => each.fired)).toEqual([
    {
      rule: 'in skin or fat alone and not widespread: circumscripta',
      fired: true,
      counts: { superficial: 1, deep: 0, vessel: 0, joint: 0, localized: 0, widespread: 0 },
    },
  ]);
});
