import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { sampleParts, volume } from '../../../test/fixtures/analysis-parts.ts';
import { type AxisMap, canonicalGrid, canonicalVolume, fromCanonicalOrder, type Volume } from '../../core/index.ts';
import { buildAnalysis } from '../analysis/index.ts';
import { plannedKeyImages, renderKeyImages } from './index.ts';
import { outline } from './outline.ts';
import { lettersAlong, projectPlane } from './plane.ts';

const reading = sampleParts().lesionReading!;
const input = { volume, lesions: reading.lesions, groups: reading.groups, anatomy: null };
const WHITE = 220;

/** Columns that hold white grey (calcium, no outline) in rows above the scale bar and below the middle. */
function whiteColumns(png: Uint8Array): number[] {
  const { width, data } = decode(png);
  const columns: number[] = [];
  for (let x = 0; x < width; x++)
    for (let y = 290; y < 350; y++) {
      const at = 3 * (y * width + x);
      if (data[at] > WHITE && data[at] === data[at + 1] && data[at] === data[at + 2]) {
        columns.push(x);
        break;
      }
    }
  return columns;
}

describe('key images', () => {
  const images = renderKeyImages(input);

  it('are an overview and one for each group of the question', () => {
    expect(images.map((each) => each.name)).toEqual(['overview-axial', 'group-g1-axial', 'group-g2-axial']);
    for (const each of images) {
      expect(each.name).toMatch(/^[a-z0-9-]+$/);
      const picture = decode(each.png);
      expect([picture.width, picture.height, picture.channels]).toEqual([each.width, each.height, 3]);
    }
  });

  it('have the names that a view can tell from the result alone', () => {
    const planned = plannedKeyImages(buildAnalysis(sampleParts()));
    expect(planned).toEqual(images.map(({ name, title }) => ({ name, title })));
  });

  it('show patient left on the right of the picture', () => {
    // the larger nodule lies on the patient's left (+x): the widest white run must be right of the middle
    const columns = whiteColumns(images[1].png).filter((x) => x < 520);
    const right = columns.filter((x) => x > 260 && x < 500);
    const left = columns.filter((x) => x < 260 && x > 20);
    expect(right.length).toBeGreaterThan(left.length);
    expect(left.length).toBeGreaterThan(0);
  });

  it('are the same picture however the voxels were stored', () => {
    const map: AxisMap = { source: [1, 0, 2], flipped: [true, false, true] };
    // a grid whose canonical walk is `map`, holding the same voxels
    const stored: Volume = {
      ...volume,
      grid: {
        ...canonicalGrid(volume.grid, map),
        originMm: canonicalGrid(volume.grid, map).originMm,
      },
      hu: new Int16Array(volume.hu.length),
    };
    const inverse = canonicalVolume({ ...stored }).map;
    fromCanonicalOrder(volume.hu, stored.grid, inverse, stored.hu);
    const back = canonicalVolume(stored).volume;
    expect(back.grid.size).toEqual(volume.grid.size);
    const again = renderKeyImages({ ...input, volume: back });
    again.forEach((each, index) => void expect(each.png).toEqual(images[index].png));
  });

  it('leave out what the reader rejected and what lies outside the body', () => {
    const without = renderKeyImages({ ...input, rejected: new Set(['L1', 'L2']) });
    expect(without.map((each) => each.name)).toEqual(['overview-axial', 'group-g2-axial']);
    const tissue = new Uint8Array(volume.hu.length);
    const plane = projectPlane(volume, { view: 'coronal', tissue });
    expect(plane.hu.every((each) => each === -1000)).toBe(true);
  });

  it('name oblique sides by two letters', () => {
    expect(lettersAlong([1, 0, 0])).toBe('L');
    expect(lettersAlong([-1, 0, 0])).toBe('R');
    expect(lettersAlong([0.8, -0.6, 0])).toBe('LA');
    expect(lettersAlong([0, 0.2, -0.98])).toBe('F');
  });
});

describe('outline', () => {
  it('closes round a single sample', () => {
    const lines = outline({ width: 3, height: 3, inside: Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0) });
    expect(lines).toHaveLength(4);
    const ends = new Map<string, number>();
    for (const { from, to } of lines) for (const end of [from, to]) ends.set(`${end.x},${end.y}`, (ends.get(`${end.x},${end.y}`) ?? 0) + 1);
    expect([...ends.values()]).toEqual([2, 2, 2, 2]);
  });

  it('closes at the border too', () => {
    expect(outline({ width: 1, height: 1, inside: Uint8Array.of(1) })).toHaveLength(4);
  });
});
