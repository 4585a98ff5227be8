import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as library from 'dcmjs-codecs';
import { createRandom, readWhole, uidFromName, type Vector3, type Volume } from '../../src/core/index.ts';
import { writeCtSeries } from '../../src/dicom/index.ts';
import { makeSlices } from '../../test/fixtures/slices.ts';
import { writeEncapsulated } from './encapsulate.ts';

export const SYNTAXES = {
  uncompressed: '1.2.840.10008.1.2.1',
  'jpeg-lossless': '1.2.840.10008.1.2.4.70',
  'jpeg-ls': '1.2.840.10008.1.2.4.80',
  'jpeg-2000': '1.2.840.10008.1.2.4.90',
} as const;
export type SyntaxName = keyof typeof SYNTAXES;

type Codecs = typeof library;
const codecs = ((library as unknown as { default?: Codecs }).default ?? library) as Codecs;

/** Encodes a 512x512 signed 16-bit slice. */
function encode(name: Exclude<SyntaxName, 'uncompressed'>, pixels: Int16Array): Uint8Array {
  const context = new codecs.Context({
    width: 512,
    height: 512,
    bitsAllocated: 16,
    bitsStored: 16,
    samplesPerPixel: 1,
    pixelRepresentation: 1,
    planarConfiguration: 0,
    photometricInterpretation: 'MONOCHROME2',
    decodedBuffer: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength),
  });
  const { NativeCodecs } = codecs;
  const done =
    name === 'jpeg-lossless'
      ? NativeCodecs.encodeJpeg(context, { lossy: false, predictor: 1, pointTransform: 0 })
      : name === 'jpeg-ls'
        ? NativeCodecs.encodeJpegLs(context, { lossy: false })
        : NativeCodecs.encodeJpeg2000(context, { lossy: false });
  return done.getEncodedBuffer()!.slice();
}

/** A volume of 512 slices from the slices of a real scan in turn, or from a noisy made one. */
export function stretch(base: Volume | null, slices: number): Volume {
  const area = 512 * 512;
  const hu = new Int16Array(area * slices);
  const random = createRandom(11);
  const depth = base?.grid.size[2] ?? 0;
  for (let slice = 0; slice < slices; slice++) {
    const to = hu.subarray(slice * area, (slice + 1) * area);
    if (base) to.set(base.hu.subarray((slice % depth) * area, ((slice % depth) + 1) * area));
    else for (let at = 0; at < area; at++) to[at] = Math.round(40 + 300 * Math.sin(at / 4000 + slice / 20) + 15 * random.normal());
  }
  const source = base?.source;
  return {
    grid: { size: [512, 512, slices], spacingMm: [0.7, 0.7, 1], originMm: [-179, -179, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
    hu,
    source: { ...(source as Volume['source']), studyInstanceUid: null, seriesInstanceUid: null, frameOfReferenceUid: null, slices: [] },
  };
}

/** Writes the four series below `folder`; one that is already there stays. */
export async function makeSeries(folder: string, volume: Volume, distinct: number): Promise<void> {
  await codecs.NativeCodecs.initializeAsync();
  const files = writeCtSeries(volume, { name: 'bench read' });
  for (const name of Object.keys(SYNTAXES) as SyntaxName[]) {
    const target = join(folder, name);
    mkdirSync(target, { recursive: true });
    if (readdirSync(target).length === files.length) continue;
    const known = new Map<number, Uint8Array>();
    for (const [slice, file] of files.entries()) {
      if (name === 'uncompressed') writeFileSync(join(target, file.path), file.bytes);
      else {
        const frame = known.get(slice % distinct) ?? encode(name, volume.hu.slice(slice * 512 * 512, (slice + 1) * 512 * 512));
        known.set(slice % distinct, frame);
        writeFileSync(join(target, file.path), writeEncapsulated(file.bytes, frame, SYNTAXES[name]));
      }
    }
  }
}

/** Tilt of the stack, degrees: what a head scan along the orbitomeatal line has. */
const TILT_DEGREES = 20;

/** The same slices on a tilted gantry: each is moved along j, so that the volume has to be sheared. */
export async function makeTilted(folder: string, { grid, hu }: Volume): Promise<void> {
  const [columns, rows, slices] = grid.size;
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length === slices) return;
  const files = makeSlices({
    name: 'bench tilt',
    rows,
    columns,
    orientation: [1, 0, 0, 0, 1, 0],
    spacingMm: [grid.spacingMm[0], grid.spacingMm[1]],
    slices: Array.from({ length: slices }, (_, slice) => ({
      positionMm: [-179, -179 + slice * grid.spacingMm[2] * Math.tan((TILT_DEGREES * Math.PI) / 180), slice * grid.spacingMm[2]] as Vector3,
      pixels: hu.slice(slice * rows * columns, (slice + 1) * rows * columns),
    })),
    extra: { GantryDetectorTilt: TILT_DEGREES },
  });
  for (const [at, file] of files.entries()) writeFileSync(join(folder, `${at}.dcm`), await readWhole(file));
}

const MANY_SERIES = 4;
const MANY_SLICES = 500;

/** A study of 2,000 files: four series of 500 slices of 256 x 256. */
export async function makeMany(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length === MANY_SERIES * MANY_SLICES) return;
  const pixels = new Int16Array(256 * 256);
  for (let series = 0; series < MANY_SERIES; series++) {
    const files = makeSlices({
      name: `bench list ${series}`,
      rows: 256,
      columns: 256,
      orientation: [1, 0, 0, 0, 1, 0],
      spacingMm: [1, 1],
      slices: Array.from({ length: MANY_SLICES }, (_, slice) => ({ positionMm: [0, 0, slice * (series + 1)] as Vector3, pixels })),
      extra: { SeriesInstanceUID: uidFromName(`bench list ${series}`), SeriesNumber: series + 1 },
    });
    for (const [at, file] of files.entries()) writeFileSync(join(folder, `${series}-${at}.dcm`), await readWhole(file));
  }
}
