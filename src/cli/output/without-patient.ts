import type { AnalyzeResult } from '../../pipeline/index.ts';
import { deidentifierOf, deidentify, deidentifySource } from '../../report/index.ts';

/**
 * The same result and scan with stand-ins for whatever names the patient; everything written from it then names nobody.
 * @param key a secret that makes stand-ins the same for all studies of a patient; null = derived from the input
 */
export function withoutPatient(result: AnalyzeResult, key: string | null): AnalyzeResult {
  const { analysis, images } = result;
  if (!analysis) return result;
  const by = deidentifierOf(analysis, key);
  const clean = deidentify(analysis, by);
  if (!images) return { ...result, analysis: clean, issues: clean.issues };
  const { canonical } = images;
  const source = deidentifySource(canonical.source.source, by);
  const original = { ...canonical.source, source };
  const volume = canonical.volume === canonical.source ? original : { ...canonical.volume, source };
  return { ...result, analysis: clean, issues: clean.issues, images: { ...images, canonical: { ...canonical, source: original, volume } } };
}
