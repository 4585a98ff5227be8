import { describe, expect, it, vi } from 'vitest';
import type { Finding } from '../core/index.ts';
import { loadKnowledge } from '../knowledge/index.ts';
import { differential, type Question } from './index.ts';
import { modelOf } from './model/index.ts';

const knowledge = loadKnowledge();

/** A record of so many facts, each found or not found in turn, taken evenly from the whole vocabulary. */
function recordOf(count: number): Question {
  const pool = [...knowledge.background.keys()].sort();
  const findings = Array.from({ length: count }, (_, place): Finding => {
    const present = place % 3 === 0;
    const finding = pool[Math.floor((place * pool.length) / count)]!;
    return { finding, state: present ? 'present' : 'absent', probability: present ? 0.95 : 0.03, from: 'clinical' };
  });
  return { findings, conditions: [], ageYears: 50, sex: 'female', setting: 'referral' };
}

/** Tables read for one answer: every likelihood, gradient and question of what to ask next reads one. */
function tablesRead(question: Question): number {
  const read = vi.spyOn(modelOf(knowledge), 'table');
  differential(knowledge, question);
  const count = read.mock.calls.length;
  read.mockRestore();
  return count;
}

describe('size of the record', () => {
  it('costs in proportion: four times the facts, far less than the sixteenfold of a quadratic search', () => {
    const [few, many] = [recordOf(120), recordOf(480)];
    expect(new Set(many.findings.map((each) => each.finding)).size).toBe(480);
    const [short, long] = [tablesRead(few), tablesRead(many)];
    expect(short).toBeGreaterThan(1000);
    expect(long / short).toBeLessThan(6);
  });
});
