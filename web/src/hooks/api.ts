import { type Analysis, AnalysisSchema, plannedKeyImages } from '../../../src/report/index.ts';
import type { Study } from '../model/workbench.ts';

export interface Listed {
  readonly id: string;
  readonly label: string;
  readonly lesions: number;
}

const isListed = (value: unknown): value is Listed =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'label' in value &&
  typeof value.label === 'string';

/** Analyses that the service knows; null when there is no service behind this page. */
export async function listAnalyses(): Promise<readonly Listed[] | null> {
  try {
    const response = await fetch('./api/analyses');
    if (!response.ok) return null;
    const body = (await response.json()) as { analyses?: unknown };
    return Array.isArray(body.analyses) ? body.analyses.filter(isListed) : null;
  } catch {
    return null;
  }
}

/** One finished analysis. @throws Error in words for the reader when it cannot be had or is not one. */
export async function fetchStudy(listed: Listed): Promise<Study> {
  const base = `./api/analyses/${encodeURIComponent(listed.id)}`;
  const response = await fetch(`${base}/analysis.json`);
  if (!response.ok) throw new Error(`The service answered ${response.status} for ${listed.label}.`);
  const parsed = AnalysisSchema.safeParse(await response.json());
  if (!parsed.success)
    throw new Error(
      `analysis.json of ${listed.label} is not a Calcimap analysis of this version: ${parsed.error.issues[0]?.path.join('.')}.`,
    );
  const analysis: Analysis = parsed.data;
  const images = plannedKeyImages(analysis).map(({ name, title }) => ({
    name,
    title,
    caption: '',
    address: `${base}/key-images/${name}.png`,
  }));
  return { title: listed.label, analysis, images, volume: null, reportAddress: `${base}/report.html` };
}
