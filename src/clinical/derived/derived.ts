import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import { daysBetween } from '../age/index.ts';
import { gradeNumber, intervalFor } from '../labs/index.ts';
import type { DerivedValue, LabResult } from '../types.ts';
import { tidy, type UnitConverter } from '../units/index.ts';
import {
  bedsideSchwartz,
  CALCIUM_PHOSPHATE_LIMIT,
  ckdEpi2021,
  correctedCalciumMgDl,
  REDUCED_EGFR,
  tmpPerGfr,
  tubularReabsorption,
} from './formulas.ts';

/** Two results farther apart than this are not one moment; the value is still computed and the issue says so. */
const SAME_MOMENT_DAYS = 7;

interface DeriveContext {
  readonly knowledge: Knowledge;
  readonly units: UnitConverter;
  readonly patient: {
    readonly ageYears: number | null;
    readonly sex: 'male' | 'female' | 'other' | null;
    readonly heightCm: number | null;
  };
}

/** Corrected calcium, Ca x P, eGFR and TmP/GFR, each only when everything it needs was measured. */
export function deriveValues(labs: readonly LabResult[], context: DeriveContext): { derived: DerivedValue[]; issues: Issue[] } {
  return new Derivation(labs, context).run();
}

class Derivation {
  private readonly derived: DerivedValue[] = [];
  private readonly issues: Issue[] = [];
  private readonly labs: ReadonlyMap<string, LabResult>;
  private readonly context: DeriveContext;

  constructor(labs: readonly LabResult[], context: DeriveContext) {
    this.context = context;
    this.labs = new Map(labs.map((lab) => [lab.test, lab]));
  }

  run(): { derived: DerivedValue[]; issues: Issue[] } {
    this.calcium();
    this.product();
    this.filtration();
    this.phosphateThreshold();
    return { derived: this.derived, issues: this.issues };
  }

  /** The newest exact value of a test in the unit asked for; null when missing, a bound, or implausible. */
  private value(test: string, unit: string): number | null {
    const lab = this.labs.get(test);
    if (!lab?.normalized || lab.comparator || lab.implausible || lab.normalized.value <= 0) return null;
    const molarMass = this.context.knowledge.tests.get(test)?.molarMass ?? null;
    return this.context.units.convert({ value: lab.normalized.value, from: lab.normalized.unit, to: unit, molarMass, charge: null });
  }

  private sameMoment(label: string, tests: readonly string[]): void {
    const dates = tests
      .map((test) => this.labs.get(test)?.date)
      .filter((date): date is string => typeof date === 'string')
      .sort();
    if (dates.length < 2) return;
    const days = daysBetween({ from: dates[0], to: dates[dates.length - 1] });
    if (days <= SAME_MOMENT_DAYS) return;
    this.issues.push(
      issue('warning', {
        code: 'derived-dates-apart',
        where: tests.join(', '),
        expected: `results within ${SAME_MOMENT_DAYS} days of each other`,
        received: `${days} days apart`,
        fix: `${label} was computed from them all the same; read it with care.`,
      }),
    );
  }

  private add(value: DerivedValue): void {
    this.derived.push({ ...value, value: tidy(Number(value.value.toPrecision(6))) });
  }

  private calcium(): void {
    const calciumMgDl = this.value('calcium', 'mg/dL');
    const albuminGDl = this.value('albumin', 'g/dL');
    const test = this.context.knowledge.tests.get('calcium');
    if (calciumMgDl === null || albuminGDl === null || !test?.unit || this.labs.get('calcium')?.corrected) return;
    const corrected = correctedCalciumMgDl({ calciumMgDl, albuminGDl });
    const value = this.context.units.convert({ value: corrected, from: 'mg/dL', to: test.unit, molarMass: test.molarMass, charge: null });
    if (value === null) return;
    this.sameMoment('Corrected calcium', ['calcium', 'albumin']);
    const lab = this.labs.get('calcium')!;
    const reported = this.reportedInterval(lab);
    const interval = reported ?? intervalFor(test, this.context.patient);
    const grade = interval ? (gradeNumber({ number: value, comparator: null }, interval) ?? 'ungraded') : 'ungraded';
    this.add({
      id: 'calcium-corrected',
      label: 'Calcium, corrected for albumin',
      value,
      unit: test.unit,
      method: 'Ca + 0.8 mg/dL per g/dL of albumin below 4.0 (Payne 1973)',
      from: ['calcium', 'albumin'],
      grade,
    });
    if (grade !== lab.grade && lab.grade !== 'ungraded')
      this.issues.push(
        issue('note', {
          code: 'calcium-correction-changes-grade',
          where: lab.where,
          expected: 'the same grade before and after correction for albumin',
          received: `total ${lab.grade}, corrected ${grade}`,
          fix: 'The corrected value counts; ionised calcium would settle it.',
        }),
      );
  }

  /** The report's own calcium interval in the test's unit. */
  private reportedInterval(lab: LabResult): { low: number | null; high: number | null } | null {
    const test = this.context.knowledge.tests.get(lab.test);
    if (!test?.unit || lab.unit === null || (lab.referenceLow === null && lab.referenceHigh === null)) return null;
    const convert = (value: number | null): number | null =>
      value === null ? null : this.context.units.convert({ value, from: lab.unit!, to: test.unit!, molarMass: test.molarMass, charge: 2 });
    return { low: convert(lab.referenceLow), high: convert(lab.referenceHigh) };
  }

  private product(): void {
    const test = this.context.knowledge.tests.get('calcium');
    const corrected = this.derived.find((each) => each.id === 'calcium-corrected');
    const calcium =
      corrected && test
        ? this.context.units.convert({ value: corrected.value, from: corrected.unit, to: 'mg/dL', molarMass: test.molarMass, charge: null })
        : this.value('calcium', 'mg/dL');
    const phosphate = this.value('phosphate', 'mg/dL');
    if (calcium === null || phosphate === null) return;
    this.sameMoment('Ca x P', ['calcium', 'phosphate']);
    const value = calcium * phosphate;
    this.add({
      id: 'calcium-phosphate-product',
      label: 'Calcium x phosphate',
      value,
      unit: 'mg2/dL2',
      method: `${corrected || this.labs.get('calcium')?.corrected ? 'corrected' : 'total'} calcium x phosphate; high above ${CALCIUM_PHOSPHATE_LIMIT} mg2/dL2 (KDOQI 2003)`,
      from: corrected ? ['calcium', 'albumin', 'phosphate'] : ['calcium', 'phosphate'],
      grade: value > CALCIUM_PHOSPHATE_LIMIT ? 'high' : 'normal',
    });
  }

  private filtration(): void {
    const creatinineMgDl = this.value('creatinine', 'mg/dL');
    const { ageYears, sex, heightCm } = this.context.patient;
    if (creatinineMgDl === null || ageYears === null) return;
    const unit = 'mL/min/{1.73_m2}';
    const base = { id: 'egfr', label: 'Estimated GFR', unit, from: ['creatinine'] };
    const grade = (value: number): 'low' | 'normal' => (value < REDUCED_EGFR ? 'low' : 'normal');
    if (ageYears >= 18 && (sex === 'male' || sex === 'female')) {
      const value = ckdEpi2021({ creatinineMgDl, ageYears, sex });
      this.add({ ...base, value, method: 'CKD-EPI 2021, creatinine, without race', grade: grade(value) });
    } else if (ageYears >= 1 && ageYears < 18 && heightCm !== null) {
      const value = bedsideSchwartz({ creatinineMgDl, heightCm });
      this.add({ ...base, value, method: 'bedside Schwartz 2009', grade: grade(value) });
    }
  }

  private phosphateThreshold(): void {
    const serumPhosphate = this.value('phosphate', 'mmol/L');
    const urinePhosphate = this.value('urine-phosphate', 'mmol/L');
    const serumCreatinine = this.value('creatinine', 'umol/L');
    const urineCreatinine = this.value('urine-creatinine', 'umol/L');
    if (serumPhosphate === null || urinePhosphate === null || serumCreatinine === null || urineCreatinine === null) return;
    const reabsorption = tubularReabsorption({ urinePhosphate, serumPhosphate, urineCreatinine, serumCreatinine });
    if (!(reabsorption > 0 && reabsorption <= 1)) return;
    const tests = ['phosphate', 'urine-phosphate', 'creatinine', 'urine-creatinine'];
    this.sameMoment('TmP/GFR', tests);
    const value = tmpPerGfr({ reabsorption, serumPhosphate });
    const test = this.context.knowledge.tests.get('tmp-gfr');
    const interval = test ? intervalFor(test, this.context.patient) : null;
    this.add({
      id: 'tmp-gfr',
      label: 'TmP/GFR',
      value,
      unit: 'mmol/L',
      method: 'Kenny and Glen 1973 (Barth 2000)',
      from: tests,
      grade: interval ? (gradeNumber({ number: value, comparator: null }, interval) ?? 'ungraded') : 'ungraded',
    });
  }
}
