import { type Issue, issue, type SourceFile } from '../../core/index.ts';
import { type ContentItem, type ReadCode, readContent } from '../../dicom/index.ts';
import type { AnalysisLesion } from '../analysis/index.ts';
import { type Code, TRACKING_ID, TRACKING_UID } from '../codes/index.ts';
import { REJECTED } from './groups.ts';
import { DERIVATION, LOWER, MEASURES, METHOD, type Measure, UPPER } from './measures.ts';

/** One number of the report, and its stated interval. */
export interface StatedMeasure {
  readonly value: number;
  readonly interval: readonly [number, number] | null;
}

/** A lesion as the report states it. */
export interface StatedLesion {
  readonly id: string;
  readonly trackingUid: string;
  readonly segmentationUid: string | null;
  readonly segment: number | null;
  /** By {@link Measure.id}. */
  readonly measures: ReadonlyMap<string, StatedMeasure>;
}

export interface StatedReport {
  readonly sopInstanceUid: string;
  readonly lesions: readonly StatedLesion[];
  /** Lesions that the reader took out of the result. */
  readonly rejected: number;
}

const is = (read: ReadCode | null, wanted: Code): boolean => read?.value === wanted.value && read.scheme === wanted.scheme;
const child = (parent: ContentItem, name: Code): ContentItem | undefined => parent.children.find((each) => is(each.name, name));

function matches(stated: ContentItem, { name, method, derivation }: Measure): boolean {
  if (stated.valueType !== 'NUM' || !is(stated.name, name)) return false;
  const [how, from] = [child(stated, METHOD)?.code ?? null, child(stated, DERIVATION)?.code ?? null];
  return (method ? is(how, method) : how === null) && (derivation ? is(from, derivation) : from === null);
}

function lesionOf(group: ContentItem): StatedLesion | null {
  const trackingUid = child(group, TRACKING_UID)?.text;
  if (!trackingUid) return null;
  const reference = group.children.find((each) => each.valueType === 'IMAGE' && each.reference?.segment != null)?.reference;
  const measures = new Map<string, StatedMeasure>();
  for (const measure of MEASURES) {
    const stated = group.children.find((each) => matches(each, measure));
    if (stated?.value == null) continue;
    const [below, above] = [child(stated, LOWER)?.value, child(stated, UPPER)?.value];
    const interval = below != null && above != null ? ([stated.value - below, stated.value + above] as const) : null;
    measures.set(measure.id, { value: stated.value, interval });
  }
  return {
    id: child(group, TRACKING_ID)?.text ?? trackingUid,
    trackingUid,
    segmentationUid: reference?.sopInstanceUid ?? null,
    segment: reference?.segment ?? null,
    measures,
  };
}

function groupsBelow(parent: ContentItem, template: string): ContentItem[] {
  return parent.children.flatMap((each) => (each.template === template ? [each] : groupsBelow(each, template)));
}

/** The lesions of a measurement report (TID 1500) with the numbers it states. */
export async function readStructuredReport(file: SourceFile): Promise<{ report: StatedReport | null; issues: Issue[] }> {
  const { document, issues } = await readContent(file);
  if (!document) return { report: null, issues };
  if (document.root.template !== '1500') {
    const words = {
      expected: 'a measurement report (TID 1500)',
      received: `template ${document.root.template ?? 'not stated'}`,
      fix: 'Give measurements.dcm.',
    };
    return { report: null, issues: [...issues, issue('error', { code: 'sr-not-measurements', where: file.path, ...words })] };
  }
  const lesions = groupsBelow(document.root, '1411').flatMap((each) => lesionOf(each) ?? []);
  const rejected = groupsBelow(document.root, '1501').reduce((sum, each) => sum + (child(each, REJECTED)?.value ?? 0), 0);
  return { report: { sopInstanceUid: document.sopInstanceUid, lesions, rejected }, issues };
}

/** The numbers of a lesion as a report would state them, by {@link Measure.id}. */
export const measuresOf = (lesion: AnalysisLesion): Map<string, number> =>
  new Map(
    MEASURES.flatMap((measure) => {
      const value = measure.value(lesion);
      return value === null ? [] : [[measure.id, value] as const];
    }),
  );
