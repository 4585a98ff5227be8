import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Issue } from '../../core/index.ts';
import { fromCanonicalOrder } from '../../core/index.ts';
import { nodeFontShelf } from '../../host/index.ts';
import { writeNifti } from '../../nifti/index.ts';
import type { AnalyzeResult } from '../../pipeline/index.ts';
import type { Analysis, SegmentationOptions } from '../../report/index.ts';
import {
  DICOM_OBJECTS,
  renderCsv,
  renderDataDictionary,
  renderFhir,
  renderHtml,
  renderKeyImages,
  renderPdf,
  renderStudyCsv,
  toJsonText,
  writeDicomObjects,
} from '../../report/index.ts';
import type { OutputFormat } from './formats.ts';

/** Written beside and then moved, so that a reader never meets half a file. */
async function put(path: string, content: string | Uint8Array): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
  return path;
}

type Images = NonNullable<AnalyzeResult['images']>;

/** As much of the manifest as a NIfTI header's 79 characters hold. */
const madeBy = ({ version, settingsHash, inputHash }: Analysis['manifest']): string =>
  `Calcimap ${version} research; settings ${settingsHash.slice(0, 12)} input ${inputHash.slice(0, 12)}`;

/** Label volumes on the input's own grid: voxel = lesion number, voxel = tissue. */
function labelVolumes({ canonical, anatomy, lesions }: Images, description: string): { lesions: Uint8Array; anatomy: Uint8Array } {
  const { grid } = canonical.source;
  const numbers = new Uint16Array(canonical.volume.hu.length);
  for (const lesion of lesions.lesions) for (const voxel of lesion.voxels) numbers[voxel] = lesion.number;
  const back = <T extends Uint8Array | Uint16Array>(voxels: T, into: T): T =>
    canonical.volume === canonical.source ? voxels : fromCanonicalOrder(voxels, grid, canonical.map, into);
  return {
    lesions: writeNifti({ grid, voxels: back(numbers, new Uint16Array(numbers.length)), gzip: true, description }),
    anatomy: writeNifti({ grid, voxels: back(anatomy.tissue, new Uint8Array(anatomy.tissue.length)), gzip: true, description }),
  };
}

/** Voxels as start and length of each run, one after another. */
function runsOf(voxels: Int32Array): number[] {
  const runs: number[] = [];
  for (let at = 0; at < voxels.length; ) {
    let length = 1;
    while (at + length < voxels.length && voxels[at + length] === voxels[at] + length) length++;
    runs.push(voxels[at], length);
    at += length;
  }
  return runs;
}

/**
 * What the workbench needs to show and edit a stored study: the canonical volume, where the lesions lie in it, and the slices
 * it was read from, which DICOM objects refer to.
 */
function viewerFiles({ canonical, lesions }: Images): { volume: Uint8Array; scan: string } {
  const { grid, hu, source } = canonical.volume;
  const scan = {
    grid,
    acquisition: source.acquisition,
    origin: { grid: canonical.source.grid, source: canonical.source.source },
    lesions: Object.fromEntries(lesions.lesions.map((each) => [each.id, runsOf(each.voxels)])),
  };
  return { volume: writeNifti({ grid, voxels: hu, gzip: false }), scan: `${JSON.stringify(scan)}\n` };
}

export interface OutputOptions {
  readonly folder: string;
  readonly formats: readonly OutputFormat[];
  /** True when the formats were named and not left to the default: what cannot be written is then a warning. */
  readonly named?: boolean;
  readonly labels: boolean;
  readonly voxels: boolean;
  readonly segmentation?: Partial<SegmentationOptions>;
}

/** Paths in the order they are worth opening, and what could not be written. */
export interface Written {
  readonly paths: readonly string[];
  readonly issues: readonly Issue[];
}

/** Writes a result below `folder`. */
export async function writeOutputs(result: AnalyzeResult, options: OutputOptions): Promise<Written> {
  const { analysis, images } = result;
  if (!analysis || !images) return { paths: [], issues: [] };
  const at = (...parts: string[]): string => join(options.folder, ...parts);
  const written: string[] = [];
  const keyImages = renderKeyImages({
    volume: images.canonical.volume,
    lesions: images.lesions.lesions,
    groups: images.lesions.groups,
    anatomy: images.anatomy,
    manifest: analysis.manifest,
  });
  if (options.formats.includes('html')) written.push(await put(at('report.html'), renderHtml(analysis, keyImages)));
  if (options.formats.includes('pdf')) written.push(await put(at('report.pdf'), await renderPdf(analysis, keyImages, nodeFontShelf())));
  if (options.formats.includes('json')) written.push(await put(at('analysis.json'), toJsonText(analysis)));
  if (options.formats.includes('csv'))
    written.push(
      await put(at('lesions.csv'), renderCsv(analysis)),
      await put(at('study.csv'), renderStudyCsv(analysis)),
      await put(at('data-dictionary.csv'), renderDataDictionary()),
    );
  if (options.formats.includes('fhir')) written.push(await put(at('fhir-bundle.json'), renderFhir(analysis)));
  const objects = DICOM_OBJECTS.filter((each) => options.formats.includes(each));
  const { canonical, lesions } = images;
  const missing = await writeDicomObjects(
    { analysis, canonical, lesions: lesions.lesions, keyImages, segmentation: options.segmentation },
    objects,
    async ({ name, bytes }) => void written.push(await put(at(name), bytes)),
  );
  for (const image of keyImages) written.push(await put(at('key-images', `${image.name}.png`), image.png));
  if (options.labels) {
    const volumes = labelVolumes(images, madeBy(analysis.manifest));
    written.push(await put(at('lesions.nii.gz'), volumes.lesions), await put(at('anatomy.nii.gz'), volumes.anatomy));
  }
  if (options.voxels) {
    const viewer = viewerFiles(images);
    written.push(await put(at('viewer', 'volume.nii'), viewer.volume), await put(at('viewer', 'scan.json'), viewer.scan));
  }
  const issues = options.named ? missing.map((each) => ({ ...each, severity: 'warning' as const })) : missing;
  return { paths: written, issues };
}
