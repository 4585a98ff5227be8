import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { sampleParts, volume } from '../../../test/fixtures/analysis-parts.ts';
import { type AxisMap, canonicalGrid, canonicalVolume, fromCanonicalOrder, LABEL, type Volume } from '../../core/index.ts';
import { buildAnalysis } from '../analysis/index.ts';
import { plannedKeyImages, renderKeyImages } from './index.ts';
import { colourOfGroup } from './mark.ts';
import { outline } from './outline.ts';
import { lettersAlong, projectPlane } from './plane.ts';
import { typicalOf } from './typical.ts';

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
    expect(images.map((each) => each.name)).toEqual(['overview-coronal', 'group-g1-axial', 'group-g2-axial']);
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
    expect(without.map((each) => each.name)).toEqual(['overview-coronal', 'group-g2-axial']);
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

describe('the overview', () => {
  const overviewOf = (of: Volume, lesions = reading.lesions): ReturnType<typeof decode> => {
    const [{ png }] = renderKeyImages({ ...input, volume: of, lesions, groups: lesions.length ? reading.groups : [] });
    return decode(png);
  };
  /** White pixels along a row and a column that no letter and no bar crosses. */
  const whiteRun = ({ width, height, data }: ReturnType<typeof decode>): { wide: number; high: number } => {
    const white = (x: number, y: number): boolean => data[3 * (y * width + x)] > WHITE;
    const [row, column] = [Math.floor(height * 0.3), Math.floor(width * 0.7)];
    const count = (length: number, at: (n: number) => boolean): number => Array.from({ length }, (_, n) => at(n)).filter(Boolean).length;
    return { wide: count(width, (x) => white(x, row)), high: count(height, (y) => white(column, y)) };
  };

  it('keeps millimetres the same in both directions, however thick the slices are', () => {
    // a cube of 60 mm in air: 2 mm pixels, slices of 2, 6 and 20 mm
    for (const slice of [2, 6, 20]) {
      const size = [60, 60, 240 / slice] as const;
      const hu = new Int16Array(size[0] * size[1] * size[2]).fill(-1000);
      for (let k = 0; k < 60 / slice; k++)
        for (let j = 0; j < 30; j++) for (let i = 0; i < 30; i++) hu[i + 10 + size[0] * (j + 10 + size[1] * (k + 1))] = 2000;
      const grid = { ...volume.grid, size, spacingMm: [2, 2, slice] as const };
      const { wide, high } = whiteRun(overviewOf({ ...volume, grid, hu }, []));
      // between two thick slices the edge is a slope
      expect(Math.abs(wide / high - 1), `${slice} mm`).toBeLessThan(0.02 + slice / 60);
    }
  });

  it('of a scan of few slices shows the strip from the front and, in line under it, the view from the feet', () => {
    for (const slices of [1, 2, 5]) {
      const [nx, ny] = volume.grid.size;
      const cut = {
        ...volume,
        grid: { ...volume.grid, size: [nx, ny, slices] as const },
        hu: volume.hu.subarray(nx * ny * 11, nx * ny * (11 + slices)),
      };
      const picture = overviewOf(cut, []);
      expect(picture.width).toBe(720);
      expect(picture.height).toBeGreaterThan(400);
      expect(picture.height).toBeLessThan(720);
    }
  });

  it('can be read in grey and with any colour vision: a light line in a dark one, and groups that are named', () => {
    const luminance = (rgb: readonly number[]): number => {
      const [r, g, b] = rgb.map((each) => (each / 255 <= 0.04045 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    for (let index = 0; index < 6; index++)
      // 3:1 against the dark casing is what WCAG 2.2 (1.4.11) asks of graphics
      expect((luminance(colourOfGroup({ index, expected: false })) + 0.05) / 0.05, `group ${index + 1}`).toBeGreaterThan(3);
    // without colour, two groups differ by the letters: a picture of one group named otherwise is another picture
    const named = (id: string): Uint8Array =>
      renderKeyImages({ ...input, groups: reading.groups.map((each, at) => (at === 0 ? { ...each, id } : each)) })[0].png;
    expect(named('G1')).not.toEqual(named('G7'));
  });

  it('says in the file what made it', () => {
    const manifest = { version: '1', knowledgeVersion: '2', settingsHash: 'abc', inputHash: 'def' };
    for (const each of renderKeyImages({ ...input, manifest })) {
      const { text } = decode(each.png);
      expect(text['Software']).toContain(LABEL);
      expect(text['Comment']).toBe('version 1, knowledge 2, settings abc, input def');
    }
  });
});

describe('the most typical lesion', () => {
  const [first] = reading.lesions;
  const ball = (number: number, radius: number, more: Partial<typeof first> = {}): typeof first => ({
    ...first,
    id: `T${number}`,
    number,
    volumeMm3: (4 / 3) * Math.PI * radius ** 3,
    longestDiameterMm: 2 * radius,
    surfaceMm2: 4 * Math.PI * radius ** 2,
    ...more,
  });

  it('is the one in the middle of what is measured, not the largest', () => {
    expect(typicalOf([ball(1, 20), ball(2, 4), ball(3, 1), ball(4, 4.2), ball(5, 2)])!.id).toBe('T2');
    // the same sizes: density decides
    expect(typicalOf([300, 420, 900, 410].map((meanHu, at) => ball(at + 1, 3, { meanHu })))!.number).toBe(2);
  });

  it('does not move with the order, takes the lower number of two alike, and needs three', () => {
    const some = [ball(1, 9), ball(2, 3), ball(3, 3), ball(4, 1)];
    expect(typicalOf(some)!.number).toBe(2);
    expect(typicalOf(some.toReversed())!.number).toBe(2);
    expect(typicalOf([ball(1, 3), ball(2, 2)])).toBeNull();
    expect(typicalOf([ball(1, 3), ball(2, 3, { depthFromSkinMm: null }), ball(3, 3)])!.number).toBe(1);
  });

  it('stands beside the largest in the picture of its group', () => {
    const lesions = reading.lesions.map((each) => ({ ...each, region: 'buttock' as const }));
    const groups = [{ ...reading.groups[0], lesionIds: ['L1', 'L2', 'L3', 'L4'] }];
    const typical = typicalOf(lesions)!;
    expect(typical.number).not.toBe(1);
    const [, picture] = renderKeyImages({ ...input, lesions, groups });
    expect(picture.caption).toContain('the largest lesion (1)');
    expect(picture.caption).toContain(`the most typical one (${typical.number})`);
    expect(picture.lesionIds).toContain(typical.id);
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
