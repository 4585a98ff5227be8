import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import { isPlain, listOf, numberOf, own, type Plain, shown, textOf } from '../guard/index.ts';
import { isLoinc } from '../maps/index.ts';
import type { RawLab, Statement } from '../statement/index.ts';
import { type Concept, conceptOf, dateOf } from './parts.ts';

interface ObservationReading {
  readonly labs: RawLab[];
  readonly statements: Statement[];
  readonly notes: string[];
  readonly heightCm: number | null;
  readonly issues: Issue[];
}

/** LOINC of body height. */
const HEIGHT = new Set(['loinc:8302-2', 'loinc:3137-7', 'loinc:8308-9']);
const NARRATIVE = /narrative|impression|findings|comment|note/i;
/** SNOMED qualifiers and v2 table words for a yes or no. */
const YES = /^(10828004|260373001|52101004|373066001|pos(itive)?|detected|reactive|present|yes|y|la6576-8|la9633-4|la33-6)$/i;
const NO = /^(260385009|260415000|2667000|373067005|neg(ative)?|not detected|non-?reactive|absent|no|n|la6577-6|la9634-2|la32-8)$/i;

/** One Observation with its components: results, narrative texts, height, or findings that are said to be there or not. */
export function readObservation(resource: Plain, where: string): ObservationReading {
  const reading: ObservationReading = { labs: [], statements: [], notes: [], heightCm: null, issues: [] };
  const status = textOf(resource['status']);
  const note = (severity: Issue['severity'], code: string, expected: string, received: string, fix: string): void => {
    reading.issues.push(issue(severity, { code, where, expected, received, fix }));
  };
  if (status === 'entered-in-error' || status === 'cancelled') {
    note('note', 'fhir-not-valid', 'a result that stands', `status ${status}`, 'The result was left out.');
    return reading;
  }
  if (status === 'preliminary' || status === 'registered')
    note('note', 'fhir-preliminary', 'a final result', `status ${status}`, 'It was read as it stands.');
  const date = dateOf(resource, ['effectiveDateTime', 'effectivePeriod', 'effectiveInstant', 'issued']);
  const components = listOf(resource['component']).filter(isPlain);
  const parts = [resource, ...components];
  let height: number | null = null;
  parts.forEach((part, at) => {
    const concept = conceptOf(own(part, 'code'));
    for (const code of concept.loinc)
      if (!isLoinc(code))
        note(
          'warning',
          'code-invalid',
          'a LOINC code with its check digit',
          `${code} (${concept.words ?? 'no name'})`,
          'The name was looked up instead.',
        );
    const hasValue = Object.keys(part).some((key) => key.startsWith('value'));
    if (!hasValue) {
      const absent = own(part, 'dataAbsentReason');
      if (absent !== undefined)
        note(
          'note',
          'lab-absent',
          'a value',
          `${concept.words ?? 'a result'}: none (${conceptOf(absent).words ?? 'no reason'})`,
          'Nothing to read.',
        );
      else if (at === 0 && components.length === 0 && listOf(resource['hasMember']).length === 0 && !flagOf(part))
        note('note', 'lab-absent', 'a value', `${concept.words ?? 'a result'}: none`, 'Nothing to read.');
      if (!flagOf(part)) return;
    }
    height ??= heightOf(part, concept);
    readPart(part, concept, { where: at === 0 ? where : `${where} component ${at}`, date, reading });
  });
  return { ...reading, heightCm: height };
}

const flagOf = (part: Plain): string | null => {
  const first = listOf(part['interpretation'])[0];
  if (first === undefined) return null;
  const concept = conceptOf(first);
  return concept.bare[0] ?? concept.words;
};

function heightOf(part: Plain, concept: Concept): number | null {
  if (!concept.codes.some((code) => HEIGHT.has(code))) return null;
  const quantity = own(part, 'valueQuantity');
  const value = numberOf(own(quantity, 'value'));
  const unit = textOf(own(quantity, 'code')) ?? textOf(own(quantity, 'unit'));
  if (value === null) return null;
  const factor = { cm: 1, m: 100, '[in_i]': 2.54, in: 2.54 }[unit ?? 'cm'];
  const height = factor === undefined ? null : value * factor;
  return height !== null && height > 20 && height < 260 ? height : null;
}

function readPart(part: Plain, concept: Concept, at: { where: string; date: string | null; reading: ObservationReading }): void {
  const { where, date, reading } = at;
  const name = concept.words ?? 'result without a name';
  const range = normalRange(part);
  const quantity = own(part, 'valueQuantity');
  const base: RawLab = {
    test: name,
    codes: concept.codes,
    value: null,
    unit: null,
    flag: flagOf(part),
    date,
    low: range.low,
    high: range.high,
    range: range.text,
    where,
  };
  if (isPlain(quantity)) {
    const value = numberOf(quantity['value']);
    const comparator = textOf(quantity['comparator']);
    const unit = textOf(quantity['unit']) ?? textOf(quantity['code']);
    if (value === null)
      reading.issues.push(
        issue('warning', {
          code: 'lab-value-unclear',
          where,
          expected: 'a number',
          received: `${name}: ${shown(quantity['value'])}`,
          fix: 'The result has no value.',
        }),
      );
    // UCUM in `code` is the exact unit; `unit` is for people.
    const exact = /unitsofmeasure/i.test(textOf(quantity['system']) ?? '') ? textOf(quantity['code']) : null;
    reading.labs.push({ ...base, value: comparator && value !== null ? `${comparator}${value}` : value, unit: exact ?? unit });
    return;
  }
  const string = textOf(own(part, 'valueString'));
  if (string !== null) {
    const unescaped = string.replace(/\\n/g, '\n');
    if (unescaped.length > 60 || NARRATIVE.test(name)) reading.notes.push(unescaped);
    else reading.labs.push({ ...base, value: unescaped });
    return;
  }
  const number = numberOf(own(part, 'valueInteger')) ?? numberOf(own(part, 'valueDecimal'));
  if (number !== null) {
    reading.labs.push({ ...base, value: number });
    return;
  }
  const valueConcept = own(part, 'valueCodeableConcept');
  const boolean = own(part, 'valueBoolean');
  if (valueConcept !== undefined || typeof boolean === 'boolean') {
    const answer = conceptOf(valueConcept);
    const words = [...answer.bare, answer.words ?? ''];
    const yes = boolean === true || words.some((word) => YES.test(word));
    const no = boolean === false || words.some((word) => NO.test(word));
    reading.labs.push({ ...base, value: yes ? 'positive' : no ? 'negative' : (answer.words ?? null) });
    return;
  }
  const ratio = own(part, 'valueRatio');
  if (isPlain(ratio)) {
    const [above, below] = [own(own(ratio, 'numerator'), 'value'), own(own(ratio, 'denominator'), 'value')];
    reading.labs.push({ ...base, value: `${String(above)}:${String(below)}` });
    return;
  }
  const span = own(part, 'valueRange');
  if (isPlain(span)) {
    reading.labs.push({
      ...base,
      value: `${String(own(own(span, 'low'), 'value'))}-${String(own(own(span, 'high'), 'value'))}`,
      unit: textOf(own(own(span, 'low'), 'unit')),
    });
    return;
  }
  if (base.flag !== null) {
    reading.labs.push(base);
    return;
  }
  reading.issues.push(
    issue('note', {
      code: 'fhir-value-kind',
      where,
      expected: 'a quantity, text, code, number, ratio or range',
      received:
        Object.keys(part)
          .filter((key) => key.startsWith('value'))
          .join(', ') || 'none',
      fix: 'The value was not read.',
    }),
  );
}

/** The range meant as normal: the one typed so, else the first without a type. */
function normalRange(part: Plain): { low: number | null; high: number | null; text: string | null } {
  const ranges = listOf(part['referenceRange']).filter(isPlain);
  const normal =
    ranges.find((range) => conceptOf(range['type']).bare.includes('normal')) ?? ranges.find((range) => range['type'] === undefined) ?? null;
  if (!normal) return { low: null, high: null, text: null };
  return { low: numberOf(own(normal['low'], 'value')), high: numberOf(own(normal['high'], 'value')), text: textOf(normal['text']) };
}
