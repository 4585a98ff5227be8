import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import { parseDate } from '../age/index.ts';
import { LIMITS, shown } from '../guard/index.ts';
import { codeOf, isLoinc } from '../maps/index.ts';
import type { Fragment, RawLab, RawPatient, Statement } from '../statement/index.ts';
import { emptyFragment, UNKNOWN_RAW_PATIENT } from '../statement/index.ts';
import { components, field, type Message, parseMessages, repetitions, type Segment, unescapeText } from './message.ts';

/** Result statuses of table 0085 by what they do to what was sent before. */
const CORRECTS = new Set(['C']);
const DELETES = new Set(['D', 'W']);
const NO_RESULT = new Set(['X', 'O', 'I', 'N', 'Q']);

interface Held {
  readonly lab: RawLab;
  /** Test, sub-id and day: what a correction refers to. */
  readonly key: string;
}

/** HL7 v2 ORU^R01, 2.3 to 2.8: patient, results with units, flags and ranges, texts; corrected and deleted results honoured. */
export function readHl7(text: string, source: string): Fragment {
  if (text.length > LIMITS.linesBytes)
    return {
      ...emptyFragment(source, 'refused'),
      issues: [
        issue('error', {
          code: 'clinical-too-large',
          where: source,
          expected: `at most ${LIMITS.linesBytes} characters`,
          received: `${text.length} characters`,
          fix: 'Split the file; nothing was read from it.',
        }),
      ],
    };
  return new Hl7Reading(source).read(text);
}

class Hl7Reading {
  private readonly source: string;
  private readonly issues: Issue[] = [];
  private readonly statements: Statement[] = [];
  private readonly notes: string[] = [];
  private held: Held[] = [];
  private patient: RawPatient = UNKNOWN_RAW_PATIENT;

  constructor(source: string) {
    this.source = source;
  }

  private problem(
    severity: Issue['severity'],
    code: string,
    line: number,
    words: { expected: string; received: string; fix: string },
  ): void {
    this.issues.push(issue(severity, { code, where: `${this.source}:${line}`, ...words, received: shown(words.received) }));
  }

  read(text: string): Fragment {
    const { messages, strayLines } = parseMessages(text);
    if (strayLines.length > 0)
      this.problem('warning', 'hl7-stray-line', strayLines[0], {
        expected: 'segments such as OBX|',
        received: `${strayLines.length} lines that are none, the first here`,
        fix: 'They were left out; a broken line may have cut a segment in two.',
      });
    for (const message of messages) this.message(message);
    return {
      source: this.source,
      format: 'hl7',
      patient: this.patient,
      setting: null,
      statements: this.statements,
      labs: this.held.map((each) => each.lab),
      notes: this.notes,
      extractions: [],
      issues: this.issues,
    };
  }

  private message(message: Message): void {
    const header = message.segments[0];
    const type = components(field(header, 9), message.delimiters);
    if (type[0] !== 'ORU')
      this.problem('warning', 'hl7-message-type', header.line, {
        expected: 'ORU^R01',
        received: type.join('^') || 'none',
        fix: 'Its PID, OBX and DG1 segments were read all the same.',
      });
    let order: Segment | null = null;
    let prose: string[] = [];
    let skipped = false;
    const flush = (): void => {
      if (prose.length > 0) this.notes.push(prose.join('\n'));
      prose = [];
    };
    for (const segment of message.segments) {
      if (segment.name === 'PID') skipped = !this.readPatient(segment, message);
      if (skipped) continue;
      if (segment.name === 'OBR') {
        flush();
        order = segment;
      } else if (segment.name === 'OBX') {
        const line = this.result(segment, order, message);
        if (line !== null) prose.push(line);
      } else if (segment.name === 'NTE') {
        const words = repetitions(field(segment, 3), message.delimiters).map((part) => unescapeText(part, message.delimiters));
        prose.push(...words.filter((part) => part.trim() !== ''));
      } else if (segment.name === 'DG1') this.diagnosis(segment, message);
    }
    flush();
  }

  /** False when the segment is of another patient than the file's first. */
  private readPatient(segment: Segment, message: Message): boolean {
    const { delimiters } = message;
    const ids = repetitions(field(segment, 3), delimiters).map((each) => components(each, delimiters));
    const record = ids.find((each) => each[4] === 'MR' || each[4] === 'PI') ?? ids[0];
    const name = components(repetitions(field(segment, 5), delimiters)[0], delimiters);
    const sex = field(segment, 8).toUpperCase();
    const patient: RawPatient = {
      ...UNKNOWN_RAW_PATIENT,
      id: record?.[0] || field(segment, 2) || null,
      name: [name[1], name[2], name[0]].filter(Boolean).join(' ') || null,
      birthDate: parseDate(field(segment, 7)),
      sex: sex === 'F' ? 'female' : sex === 'M' ? 'male' : sex === 'O' ? 'other' : null,
    };
    if (this.patient.id !== null && patient.id !== null && this.patient.id !== patient.id) {
      this.problem('error', 'patient-mismatch', segment.line, {
        expected: 'messages of one patient',
        received: 'a PID with another id',
        fix: 'What follows it was left out. Give one patient per file.',
      });
      return false;
    }
    if (field(segment, 7) !== '' && patient.birthDate === null)
      this.problem('warning', 'hl7-date-broken', segment.line, {
        expected: 'YYYYMMDD in PID-7',
        received: 'something else',
        fix: 'The birth date was taken as not given.',
      });
    if (this.patient === UNKNOWN_RAW_PATIENT) this.patient = patient;
    return true;
  }

  /** One OBX; text lines are given back, to be read together. */
  private result(segment: Segment, order: Segment | null, message: Message): string | null {
    const { delimiters } = message;
    const kind = field(segment, 2);
    const status = field(segment, 11).toUpperCase();
    const [code, display, system, otherCode, otherDisplay, otherSystem] = components(field(segment, 3), delimiters);
    const name = display || otherDisplay || code || 'a result without a name';
    const codes = [codeOf(system ?? null, code ?? null), codeOf(otherSystem ?? null, otherCode ?? null)].filter((each) => each !== null);
    if (codes.some((each) => each.startsWith('loinc:') && !isLoinc(each.slice(6))))
      this.problem('warning', 'code-invalid', segment.line, {
        expected: 'a LOINC code with its check digit',
        received: `${code} (${name})`,
        fix: 'The name was looked up instead.',
      });
    const date = parseDate(field(segment, 14)) ?? (order ? parseDate(field(order, 7)) : null);
    const key = `${codes[0] ?? name.toLowerCase()} ${field(segment, 4)} ${date ?? ''}`;
    if (CORRECTS.has(status) || DELETES.has(status)) {
      const before = this.held.length;
      this.held = this.held.filter((each) => each.key !== key);
      const gone = before - this.held.length;
      const what = DELETES.has(status) ? 'deleted' : 'corrected';
      this.problem('note', `lab-${what}`, segment.line, {
        expected: 'final results',
        received: `${name} ${what}`,
        fix: gone > 0 ? 'The result sent before was taken back.' : 'No result sent before stands in this file.',
      });
      if (DELETES.has(status)) return null;
    }
    if (NO_RESULT.has(status)) {
      this.problem('note', 'lab-absent', segment.line, {
        expected: 'a value',
        received: `${name}: status ${status}`,
        fix: 'Nothing to read.',
      });
      return null;
    }
    if (status === 'P' || status === 'R' || status === 'S')
      this.problem('note', 'lab-preliminary', segment.line, {
        expected: 'a final result',
        received: `${name}: status ${status}`,
        fix: 'It was read as it stands.',
      });
    return this.value(segment, { name, codes, date, key, kind }, message);
  }

  private value(
    segment: Segment,
    of: { name: string; codes: string[]; date: string | null; key: string; kind: string },
    message: Message,
  ): string | null {
    const { delimiters } = message;
    const all = repetitions(field(segment, 5), delimiters);
    const plain = all.map((each) => unescapeText(each, delimiters)).join('\n');
    if (of.kind === 'FT' || (of.kind === 'TX' && plain.length > 40) || (of.kind === 'ST' && plain.length > 80)) return plain;
    if (of.kind === 'ED' || of.kind === 'RP') {
      this.problem('note', 'hl7-attachment', segment.line, {
        expected: 'a number, text or code',
        received: `${of.name}: an encapsulated document (${of.kind})`,
        fix: 'It was not read.',
      });
      return null;
    }
    if (plain.trim() === '') {
      this.problem('note', 'lab-absent', segment.line, { expected: 'a value', received: `${of.name}: none`, fix: 'Nothing to read.' });
      return null;
    }
    const flags = repetitions(field(segment, 8), delimiters)
      .map((each) => components(each, delimiters)[0])
      .filter((each) => each !== '');
    const unit = components(field(segment, 6), delimiters);
    const value = of.kind === 'SN' ? structured(all[0], message) : /^C(E|WE|NE|F)$/.test(of.kind) ? coded(all[0], message) : plain;
    this.held.push({
      key: of.key,
      lab: {
        test: of.name,
        codes: of.codes,
        value,
        unit: unit[0] || unit[1] || null,
        flag: flags[0] ?? null,
        date: of.date,
        low: null,
        high: null,
        range: unescapeText(field(segment, 7), delimiters).trim() || null,
        where: `${this.source}:${segment.line}`,
      },
    });
    return null;
  }

  private diagnosis(segment: Segment, message: Message): void {
    const [code, display, system] = components(field(segment, 3), message.delimiters);
    const coded = codeOf(system ?? field(segment, 2), code ?? null);
    const name = display || unescapeText(field(segment, 4), message.delimiters) || code;
    if (!name) return;
    this.statements.push({
      list: 'condition',
      name,
      codes: coded ? [coded] : [],
      state: 'present',
      probability: null,
      subject: 'patient',
      site: null,
      date: parseDate(field(segment, 5)),
      where: `${this.source}:${segment.line}`,
      origin: 'record',
    });
  }
}

/** SN: comparator ^ number ^ separator ^ number. */
function structured(value: string, message: Message): string {
  const [comparator, first, separator, second] = components(value, message.delimiters);
  return `${comparator === '=' ? '' : (comparator ?? '')}${first ?? ''}${separator ?? ''}${second ?? ''}`;
}

/** CE/CWE: the words, else the code. */
function coded(value: string, message: Message): string {
  const [code, words] = components(value, message.delimiters);
  return words || code || '';
}
