import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import { parseAge, parseDate } from '../age/index.ts';
import { LIMITS, shown } from '../guard/index.ts';
import type { Fragment, RawLab, RawPatient, Statement } from '../statement/index.ts';
import { emptyFragment, UNKNOWN_RAW_PATIENT } from '../statement/index.ts';
import type { Setting } from '../types.ts';
import { describeLocated, type Located, parseLocated, scalarText } from './located.ts';

export const CASE_KEYS = [
  'patient',
  'setting',
  'findings',
  'conditions',
  'drugs',
  'procedures',
  'family',
  'labs',
  'notes',
  'title',
  'id',
  'schema',
] as const;
const PATIENT_KEYS = ['age', 'sex', 'id', 'name', 'birthDate', 'heightCm', 'date'];
const LAB_KEYS = ['test', 'value', 'unit', 'date', 'flag', 'range', 'low', 'high', 'code'];
const STATEMENT_KEYS = ['finding', 'condition', 'drug', 'name', 'procedure', 'code', 'state', 'probability', 'site', 'date'];
const SETTINGS: readonly Setting[] = ['incidental', 'referral', 'paediatric'];
const NEGATION =
  /^(?:no|not|without|denies|denied|absent|absence of|negative for|free of|never)\s+(?:any\s+|evidence of\s+|history of\s+|signs? of\s+)?/i;

/** A case file (docs/contract.md) in YAML or JSON. Names are not looked up here: that is the vocabulary's work. */
export function readCaseFile(text: string, source: string): Fragment {
  const { value, issues } = parseLocated(text, source);
  if (!value) return emptyFragment(source, 'case-file', issues);
  return new CaseFile(source, [...issues]).read(value);
}

class CaseFile {
  private readonly source: string;
  private readonly issues: Issue[];

  constructor(source: string, issues: Issue[]) {
    this.source = source;
    this.issues = issues;
  }

  private at(line: number): string {
    return `${this.source}:${line}`;
  }

  private problem(
    severity: 'error' | 'warning' | 'note',
    code: string,
    line: number,
    words: { expected: string; received: string; fix: string },
  ): void {
    this.issues.push(issue(severity, { code, where: this.at(line), ...words, received: shown(words.received) }));
  }

  read(root: Located): Fragment {
    if (root.kind !== 'map') {
      this.problem('error', 'case-not-a-mapping', root.line, {
        expected: `a mapping with keys of ${CASE_KEYS.slice(0, 9).join(', ')}`,
        received: describeLocated(root),
        fix: 'Write the case file as in docs/contract.md.',
      });
      return emptyFragment(this.source, 'case-file', this.issues);
    }
    this.checkKeys(root, CASE_KEYS, 'case-unknown-key');
    const statements = [
      ...this.statements(root, 'findings', 'finding'),
      ...this.statements(root, 'conditions', 'condition'),
      ...this.statements(root, 'drugs', 'drug'),
      ...this.statements(root, 'procedures', 'procedure'),
      ...this.statements(root, 'family', 'condition', 'family'),
    ];
    return {
      source: this.source,
      format: 'case-file',
      patient: this.patient(root.entries.get('patient')),
      setting: this.setting(root.entries.get('setting')),
      statements,
      labs: this.labs(root),
      notes: this.notes(root.entries.get('notes')),
      extractions: [],
      issues: this.issues,
    };
  }

  private checkKeys(map: Located & { kind: 'map' }, known: readonly string[], code: string): void {
    for (const [key, value] of map.entries) {
      if (known.includes(key)) continue;
      const lower = key.toLowerCase().replace(/[^a-z]/g, '');
      const close = known.filter((each) => each.toLowerCase().startsWith(lower.slice(0, 3)) || lower.includes(each.toLowerCase()));
      this.problem('warning', code, value.line, {
        expected: `one of ${known.join(', ')}`,
        received: `the key "${key}" with ${describeLocated(value)}`,
        fix: close.length > 0 ? `Did you mean ${close.join(' or ')}? It was not read.` : 'It was not read.',
      });
    }
  }

  private setting(value: Located | undefined): Setting | null {
    const text = scalarText(value)?.toLowerCase();
    if (!value || text === undefined) return null;
    const known = SETTINGS.find((each) => each === text) ?? (text === 'pediatric' ? 'paediatric' : undefined);
    if (known) return known;
    this.problem('warning', 'case-setting-unknown', value.line, {
      expected: SETTINGS.join(', '),
      received: text,
      fix: 'The setting was taken as not given.',
    });
    return null;
  }

  private patient(value: Located | undefined): RawPatient {
    if (!value || (value.kind === 'scalar' && value.value === null)) return UNKNOWN_RAW_PATIENT;
    if (value.kind !== 'map') {
      this.problem('error', 'case-patient-broken', value.line, {
        expected: 'a mapping such as { age: 34 y, sex: female }',
        received: describeLocated(value),
        fix: 'Age and sex were taken as not given.',
      });
      return UNKNOWN_RAW_PATIENT;
    }
    this.checkKeys(value, PATIENT_KEYS, 'case-unknown-key');
    const birth = value.entries.get('birthDate');
    const birthText = scalarText(birth);
    const birthDate = birthText ? parseDate(birthText) : null;
    if (birth && birthText && !birthDate)
      this.problem('warning', 'case-date-broken', birth.line, {
        expected: 'YYYY-MM-DD',
        received: birthText,
        fix: 'The birth date was taken as not given.',
      });
    const height = value.entries.get('heightCm');
    const heightCm = Number(scalarText(height) ?? Number.NaN);
    if (height && !(heightCm > 20 && heightCm < 260))
      this.problem('warning', 'case-height-broken', height.line, {
        expected: 'centimetres, 20..260',
        received: describeLocated(height),
        fix: 'The height was not used.',
      });
    return {
      ageYears: this.age(value.entries.get('age')),
      sex: this.sex(value.entries.get('sex')),
      id: scalarText(value.entries.get('id')),
      name: scalarText(value.entries.get('name')),
      birthDate,
      heightCm: heightCm > 20 && heightCm < 260 ? heightCm : null,
    };
  }

  private age(value: Located | undefined): number | null {
    const text = scalarText(value);
    if (!value || text === null) return null;
    const bare = /^\d+(\.\d+)?$/.test(text);
    const years = parseAge(bare ? `${text} y` : text);
    if (years === null)
      this.problem('error', 'case-age-broken', value.line, {
        expected: 'an age such as 3 d, 5 mo or 34 y, not over 125 y',
        received: text,
        fix: 'The age was taken as not given.',
      });
    else if (bare)
      this.problem('note', 'case-age-without-unit', value.line, {
        expected: 'an age with its unit',
        received: text,
        fix: `Read as ${text} y.`,
      });
    return years;
  }

  private sex(value: Located | undefined): RawPatient['sex'] {
    const text = scalarText(value)?.toLowerCase();
    if (!value || text === undefined) return null;
    const found = sexFrom(text);
    if (!found)
      this.problem('warning', 'case-sex-unknown', value.line, {
        expected: 'female, male or other',
        received: text,
        fix: 'The sex was taken as not given.',
      });
    return found;
  }

  private items(root: Located & { kind: 'map' }, key: string): readonly Located[] {
    const value = root.entries.get(key);
    if (!value || (value.kind === 'scalar' && value.value === null)) return [];
    const items = value.kind === 'list' ? value.items : [value];
    if (items.length <= LIMITS.statements) return items;
    this.problem('error', 'clinical-too-many', value.line, {
      expected: `at most ${LIMITS.statements} entries`,
      received: `${items.length} ${key}`,
      fix: `Only the first ${LIMITS.statements} were read.`,
    });
    return items.slice(0, LIMITS.statements);
  }

  private statements(
    root: Located & { kind: 'map' },
    key: string,
    list: Statement['list'],
    subject: Statement['subject'] = 'patient',
  ): Statement[] {
    const found: Statement[] = [];
    for (const item of this.items(root, key)) {
      const each = item.kind === 'map' ? this.fromMap(item, list) : this.fromName(item, list);
      if (each) found.push({ ...each, subject });
    }
    return found;
  }

  private fromName(item: Located, list: Statement['list']): Statement | null {
    const name = scalarText(item);
    if (name !== null) return { ...this.blank(item, list, name) };
    this.problem('error', 'case-entry-broken', item.line, {
      expected: `a name, or a mapping with ${list === 'finding' ? 'finding, state, probability' : 'name, state'}`,
      received: describeLocated(item),
      fix: 'The entry was not read.',
    });
    return null;
  }

  private blank(item: Located, list: Statement['list'], name: string): Statement {
    return {
      list,
      name,
      codes: [],
      state: 'present',
      probability: null,
      subject: 'patient',
      site: null,
      date: null,
      where: this.at(item.line),
    };
  }

  private fromMap(item: Located & { kind: 'map' }, list: Statement['list']): Statement | null {
    this.checkKeys(item, STATEMENT_KEYS, 'case-unknown-key');
    const name =
      scalarText(item.entries.get(list)) ??
      scalarText(item.entries.get('name')) ??
      scalarText(item.entries.get('finding')) ??
      scalarText(item.entries.get('code'));
    if (name === null) {
      this.problem('error', 'case-entry-broken', item.line, {
        expected: `a name under ${list} or name`,
        received: describeLocated(item),
        fix: 'The entry was not read.',
      });
      return null;
    }
    const code = scalarText(item.entries.get('code'));
    const dateAt = item.entries.get('date');
    return {
      ...this.blank(item, list, name),
      codes: code ? [code] : [],
      ...this.belief(item),
      site: scalarText(item.entries.get('site')),
      date: dateAt ? this.date(dateAt) : null,
    };
  }

  private belief(item: Located & { kind: 'map' }): Pick<Statement, 'state' | 'probability'> {
    const stateAt = item.entries.get('state');
    const probabilityAt = item.entries.get('probability');
    const stateText = scalarText(stateAt)?.toLowerCase() ?? null;
    let state: Statement['state'] = 'present';
    if (stateText === 'present' || stateText === 'absent' || stateText === 'uncertain') state = stateText;
    else if (stateAt) {
      state = 'uncertain';
      this.problem('error', 'case-state-unknown', stateAt.line, {
        expected: 'present, absent or uncertain',
        received: describeLocated(stateAt),
        fix: 'The finding was kept as uncertain.',
      });
    }
    if (!probabilityAt) return { state, probability: null };
    const probability = probabilityAt.kind === 'scalar' && typeof probabilityAt.value === 'number' ? probabilityAt.value : Number.NaN;
    if (probability >= 0 && probability <= 1) return { state: stateAt ? state : 'uncertain', probability };
    this.problem('error', 'case-probability-broken', probabilityAt.line, {
      expected: 'a number from 0 to 1',
      received: describeLocated(probabilityAt),
      fix: 'The finding was kept as uncertain.',
    });
    return { state: 'uncertain', probability: null };
  }

  private date(value: Located): string | null {
    const text = scalarText(value);
    const date = text === null ? null : parseDate(text);
    if (date === null)
      this.problem('warning', 'case-date-broken', value.line, {
        expected: 'YYYY-MM-DD',
        received: describeLocated(value),
        fix: 'The entry was kept without a date.',
      });
    return date;
  }

  private labs(root: Located & { kind: 'map' }): RawLab[] {
    const found: RawLab[] = [];
    for (const item of this.items(root, 'labs')) {
      if (item.kind !== 'map') {
        this.problem('error', 'case-lab-broken', item.line, {
          expected: 'a mapping with test, value, unit',
          received: describeLocated(item),
          fix: 'The result was not read.',
        });
        continue;
      }
      this.checkKeys(item, LAB_KEYS, 'case-unknown-key');
      const test = scalarText(item.entries.get('test')) ?? scalarText(item.entries.get('code'));
      if (test === null) {
        this.problem('error', 'case-lab-broken', item.line, {
          expected: 'the name of a test',
          received: describeLocated(item),
          fix: 'The result was not read.',
        });
        continue;
      }
      const number = (key: string): number | null => {
        const at = item.entries.get(key);
        return at?.kind === 'scalar' && typeof at.value === 'number' && Number.isFinite(at.value) ? at.value : null;
      };
      const valueAt = item.entries.get('value');
      const code = scalarText(item.entries.get('code'));
      const dateAt = item.entries.get('date');
      found.push({
        test,
        codes: code ? [code] : [],
        value: number('value') ?? (valueAt ? (scalarText(valueAt) ?? describeLocated(valueAt)) : null),
        unit: scalarText(item.entries.get('unit')),
        flag: scalarText(item.entries.get('flag')),
        date: dateAt ? this.date(dateAt) : null,
        low: number('low'),
        high: number('high'),
        range: scalarText(item.entries.get('range')),
        where: this.at(item.line),
      });
    }
    return found;
  }

  private notes(value: Located | undefined): string[] {
    if (!value || (value.kind === 'scalar' && value.value === null)) return [];
    const items = value.kind === 'list' ? value.items : [value];
    return items.map((item) => scalarText(item) ?? '').filter((text) => text !== '');
  }
}

function sexFrom(text: string): 'male' | 'female' | 'other' | null {
  const word = text.trim().toLowerCase();
  if (/^(f|female|woman|girl|w|weiblich)$/.test(word)) return 'female';
  if (/^(m|male|man|boy)$/.test(word)) return 'male';
  if (/^(o|other|diverse|intersex|x)$/.test(word)) return 'other';
  return null;
}

/** `no trauma` -> `trauma`; null when the name carries no negation. */
export function withoutNegation(name: string): string | null {
  const rest = name.replace(NEGATION, '');
  return rest === name || rest.trim() === '' ? null : rest.trim();
}
