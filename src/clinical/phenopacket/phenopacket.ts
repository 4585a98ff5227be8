import { z } from 'zod';
import type { Issue } from '../../core/index.ts';
import { issue } from '../../core/index.ts';
import { ageAt, parseAge, parseDate } from '../age/index.ts';
import { isPlain, LIMITS, listOf, numberOf, own, type Plain, shown, textOf } from '../guard/index.ts';
import { codeOf } from '../maps/index.ts';
import type { Fragment, RawLab, RawPatient, Statement } from '../statement/index.ts';
import { emptyFragment, UNKNOWN_RAW_PATIENT } from '../statement/index.ts';

/** What is read of a phenopacket (GA4GH schema 2.0); everything else may be there. */
const term = z.looseObject({ id: z.string().min(1), label: z.string().optional() });
const SHAPE = z.looseObject({
  id: z.string().min(1),
  subject: z.looseObject({ id: z.string().optional(), sex: z.enum(['UNKNOWN_SEX', 'FEMALE', 'MALE', 'OTHER_SEX']).optional() }).optional(),
  phenotypicFeatures: z.array(z.looseObject({ type: term, excluded: z.boolean().optional() })).optional(),
  measurements: z.array(z.looseObject({ assay: term })).optional(),
  diseases: z.array(z.looseObject({ term, excluded: z.boolean().optional() })).optional(),
  medicalActions: z.array(z.looseObject({})).optional(),
  metaData: z.looseObject({ phenopacketSchemaVersion: z.string().optional() }),
});

/** GA4GH phenopacket v2: phenotypic features present and excluded, measurements, diseases, medical actions, genes found. */
export function readPhenopacket(json: unknown, source: string): Fragment {
  if (isPlain(json) && Array.isArray(json['members']))
    return {
      ...emptyFragment(source, 'refused'),
      issues: [
        issue('error', {
          code: 'patient-mismatch',
          where: source,
          expected: 'one patient',
          received: `a cohort of ${json['members'].length}`,
          fix: 'Give one phenopacket per file.',
        }),
      ],
    };
  const packet = own(json, 'proband') ?? json;
  if (!isPlain(packet))
    return emptyFragment(source, 'refused', [
      issue('error', {
        code: 'phenopacket-invalid',
        where: source,
        expected: 'a phenopacket',
        received: shown(json),
        fix: 'Nothing was read.',
      }),
    ]);
  return new PhenopacketReading(source, packet).read();
}

class PhenopacketReading {
  private readonly issues: Issue[] = [];
  private readonly source: string;
  private readonly packet: Plain;

  constructor(source: string, packet: Plain) {
    this.source = source;
    this.packet = packet;
  }

  read(): Fragment {
    const checked = SHAPE.safeParse(this.packet);
    for (const problem of checked.success ? [] : checked.error.issues.slice(0, 8))
      this.issues.push(
        issue('warning', {
          code: 'phenopacket-invalid',
          where: `${this.source} ${problem.path.map(String).join('.') || '(root)'}`,
          expected: problem.message.slice(0, 160),
          received: 'something else',
          fix: 'The phenopacket was read as far as it goes.',
        }),
      );
    const version = textOf(own(this.packet['metaData'], 'phenopacketSchemaVersion'));
    if (version !== null && !version.startsWith('2'))
      this.issues.push(
        issue('note', {
          code: 'phenopacket-version',
          where: this.source,
          expected: 'schema version 2',
          received: shown(version),
          fix: 'Read as version 2.',
        }),
      );
    return {
      source: this.source,
      format: 'phenopacket',
      patient: this.patient(),
      setting: null,
      statements: [...this.features(), ...this.diseases(), ...this.actions()],
      labs: [...this.measurements(), ...this.genes()],
      notes: [],
      extractions: [],
      issues: this.issues,
    };
  }

  private list(key: string): readonly Plain[] {
    return listOf(this.packet[key]).filter(isPlain).slice(0, LIMITS.statements);
  }

  private at(key: string, index: number): string {
    return `${this.source} ${key}[${index}]`;
  }

  private patient(): RawPatient {
    const subject = this.packet['subject'];
    const sex = textOf(own(subject, 'sex'));
    const birth = textOf(own(subject, 'dateOfBirth'));
    const birthDate = birth ? parseDate(birth) : null;
    const encounter = own(subject, 'timeAtLastEncounter') ?? own(subject, 'ageAtCollection');
    const seen = parseDate(textOf(own(encounter, 'timestamp')) ?? '');
    return {
      ...UNKNOWN_RAW_PATIENT,
      id: textOf(own(subject, 'id')),
      sex: sex === 'FEMALE' ? 'female' : sex === 'MALE' ? 'male' : sex === 'OTHER_SEX' ? 'other' : null,
      birthDate,
      ageYears: ageOf(encounter) ?? (birthDate && seen ? ageAt({ birthDate, on: seen }) : null),
    };
  }

  private statement(list: Statement['list'], term: unknown, of: Partial<Statement> & { where: string }): Statement | null {
    const id = textOf(own(term, 'id'));
    const label = textOf(own(term, 'label'));
    if (id === null && label === null) {
      this.issues.push(
        issue('warning', {
          code: 'phenopacket-invalid',
          where: of.where,
          expected: 'a term with id and label',
          received: shown(term ?? 'none'),
          fix: 'It was left out.',
        }),
      );
      return null;
    }
    const code = codeOf(null, id);
    return {
      list,
      name: label ?? id ?? '',
      codes: code ? [code] : [],
      state: 'present',
      probability: null,
      subject: 'patient',
      site: null,
      date: null,
      origin: 'record',
      ...of,
    };
  }

  private features(): Statement[] {
    return this.list('phenotypicFeatures').flatMap((feature, at) => {
      const excluded = feature['excluded'] === true || feature['negated'] === true;
      const made = this.statement('finding', feature['type'], {
        state: excluded ? 'absent' : 'present',
        where: this.at('phenotypicFeatures', at),
      });
      return made ? [made] : [];
    });
  }

  private diseases(): Statement[] {
    return this.list('diseases').flatMap((disease, at) => {
      const made = this.statement('condition', disease['term'], {
        state: disease['excluded'] === true ? 'absent' : 'present',
        site: textOf(own(disease['primarySite'], 'label')),
        where: this.at('diseases', at),
      });
      return made ? [made] : [];
    });
  }

  private actions(): Statement[] {
    return this.list('medicalActions').flatMap((action, at) => {
      const where = this.at('medicalActions', at);
      const procedure = action['procedure'];
      const treatment = action['treatment'];
      const radiation = action['radiationTherapy'];
      const made = procedure
        ? this.statement('procedure', own(procedure, 'code'), {
            site: textOf(own(own(procedure, 'bodySite'), 'label')),
            date: parseDate(textOf(own(own(procedure, 'performed'), 'timestamp')) ?? ''),
            where,
          })
        : treatment
          ? this.statement('drug', own(treatment, 'agent'), { where })
          : radiation
            ? this.statement(
                'procedure',
                { id: '', label: 'radiotherapy' },
                { site: textOf(own(own(radiation, 'bodySite'), 'label')), where },
              )
            : action['therapeuticRegimen']
              ? this.statement(
                  'drug',
                  own(action['therapeuticRegimen'], 'ontologyClass') ?? {
                    label: textOf(own(own(action['therapeuticRegimen'], 'externalReference'), 'description')),
                  },
                  { where },
                )
              : null;
      return made ? [made] : [];
    });
  }

  private measurements(): RawLab[] {
    return this.list('measurements').map((measurement, at) => {
      const id = textOf(own(measurement['assay'], 'id'));
      const code = codeOf(null, id);
      const value = measurement['value'];
      const quantity = own(value, 'quantity');
      const range = own(quantity, 'referenceRange');
      const words = own(value, 'ontologyClass');
      const unit = own(quantity, 'unit');
      return {
        test: textOf(own(measurement['assay'], 'label')) ?? id ?? 'a measurement without a name',
        codes: code ? [code] : [],
        value: numberOf(own(quantity, 'value')) ?? textOf(own(words, 'label')),
        unit: (textOf(own(unit, 'id')) ?? '').replace(/^UCUM:/i, '') || textOf(own(unit, 'label')),
        flag: null,
        date: parseDate(textOf(own(measurement['timeObserved'], 'timestamp')) ?? ''),
        low: numberOf(own(range, 'low')),
        high: numberOf(own(range, 'high')),
        range: null,
        where: this.at('measurements', at),
      };
    });
  }

  /** A causative variant called pathogenic is a genetic test with a positive result. */
  private genes(): RawLab[] {
    return this.list('interpretations').flatMap((interpretation, at) =>
      listOf(own(interpretation['diagnosis'], 'genomicInterpretations')).flatMap((genomic) => {
        const status = textOf(own(genomic, 'interpretationStatus'));
        const variant = own(genomic, 'variantInterpretation');
        const call = textOf(own(variant, 'acmgPathogenicityClassification'));
        const symbol = textOf(own(own(own(variant, 'variationDescriptor'), 'geneContext'), 'symbol'));
        if (
          symbol === null ||
          (status !== 'CAUSATIVE' && status !== 'CONTRIBUTORY') ||
          (call !== 'PATHOGENIC' && call !== 'LIKELY_PATHOGENIC')
        )
          return [];
        return [
          {
            test: symbol,
            codes: [],
            value: 'positive',
            unit: null,
            flag: null,
            date: null,
            low: null,
            high: null,
            range: null,
            where: `${this.source} interpretations[${at}]`,
          },
        ];
      }),
    );
  }
}

/** Age element of v2 (`{ age: { iso8601duration } }`, ranges) and v1 (`{ age: "P3Y" }`). */
function ageOf(element: unknown): number | null {
  const text =
    textOf(own(own(element, 'age'), 'iso8601duration')) ?? textOf(own(element, 'age')) ?? textOf(own(element, 'iso8601duration'));
  if (text !== null) return parseAge(text);
  const range = own(element, 'ageRange');
  const [start, end] = ['start', 'end'].map((key) => parseAge(textOf(own(own(range, key), 'iso8601duration')) ?? ''));
  return start !== null && end !== null ? (start + end) / 2 : start;
}
