import { shown } from '../guard/index.ts';
import type { Fragment, RawLab, Statement } from '../statement/index.ts';
import { emptyFragment, UNKNOWN_RAW_PATIENT } from '../statement/index.ts';
import type { Extraction } from '../types.ts';
import type { NoteReading } from './note.ts';

const LISTS: Readonly<Partial<Record<Extraction['kind'], Statement['list']>>> = {
  finding: 'finding',
  condition: 'condition',
  diagnosis: 'condition',
  drug: 'drug',
  procedure: 'procedure',
  family: 'condition',
};

/** Names an extraction across runs: where it stood and what it was taken for. */
const extractionKey = (each: Extraction, source: string): string =>
  `${source}@${each.span[0]}-${each.span[1]} ${each.kind} ${each.id ?? each.label}`;

/** What a text said, in the form of every other source; what was only mentioned (`cannot be excluded`) carries 0.5. */
export function noteFragment(reading: NoteReading, source: string, rejected: ReadonlySet<string> = new Set()): Fragment {
  const statements: Statement[] = [];
  const labs: RawLab[] = [];
  const extractions = reading.extractions.map((each) => ({ ...each, key: extractionKey(each, source) }));
  for (const each of extractions) {
    if (rejected.has(each.key)) continue;
    const where = `${source}, character ${each.span[0] + 1}`;
    if (each.kind === 'lab' && each.result && each.id)
      labs.push({ test: each.id, codes: [], ...each.result, date: null, low: null, high: null, where });
    const list = LISTS[each.kind];
    if (!list || each.id === null) continue;
    statements.push({
      list,
      name: shown(each.words),
      meaning: each.id,
      codes: [],
      state: each.state,
      probability: each.state === 'present' || each.state === 'absent' ? null : each.probability,
      subject: each.subject,
      site: null,
      date: null,
      where,
      origin: 'text',
    });
  }
  return {
    ...emptyFragment(
      source,
      'text',
      reading.issues.map((each) => ({ ...each, where: each.where.replace(/^text/, source) })),
    ),
    patient: { ...UNKNOWN_RAW_PATIENT, ageYears: reading.patient.ageYears, sex: reading.patient.sex },
    statements,
    labs,
    extractions: extractions.filter((each) => !rejected.has(each.key)),
  };
}
