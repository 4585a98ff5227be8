import { decode } from 'fast-png';
import { DISCLAIMER, VERSION } from '../../core/index.ts';
import type { Analysis } from '../analysis/index.ts';
import { type Colour, createRaster, type KeyImage, type Place, type Raster } from '../keyimage/index.ts';
import {
  askedGroups,
  dateWords,
  impressionOf,
  lengthWords,
  lesionsOf,
  mainCompartments,
  placeWords,
  totalVolume,
  volumeRangeWords,
  volumeWords,
} from '../wording/index.ts';
import { drawLine, lineWidth, wrap } from './letters.ts';

/** A4 at 150 dots per inch. */
const PAGE = { width: 1240, height: 1754 };
const MARGIN = 70;
const WIDTH = PAGE.width - 2 * MARGIN;
const INK: Colour = [20, 20, 28];
const QUIET: Colour = [95, 95, 105];
const RULE: Colour = [205, 205, 212];
const TITLE_PX = 30;
const HEAD_PX = 18;
const TEXT_PX = 14;
const SMALL_PX = 12;
const LEADING = 1.75;
const MOST_GROUPS = 6;
const PICTURES = 2;
const LEAST_PICTURE_PX = 150;
const GAP = 20;

/** A page being filled from above. */
class Sheet {
  readonly raster: Raster = createRaster(PAGE);
  y = MARGIN;
  private readonly limit: number;

  constructor(foot: number) {
    this.raster.rgb.fill(255);
    this.limit = PAGE.height - MARGIN - foot;
  }

  left(): number {
    return this.limit - this.y;
  }

  lines(text: string, style: { heightPx: number; colour?: Colour; bold?: boolean; indent?: number }): void {
    const { heightPx, colour = INK, bold, indent = 0 } = style;
    for (const line of wrap(text, WIDTH - indent, heightPx)) {
      if (this.left() < heightPx * LEADING) return;
      drawLine(this.raster, line, { x: MARGIN + indent, y: this.y }, { heightPx, colour, bold });
      this.y += heightPx * LEADING;
    }
  }

  rule(): void {
    fill(this.raster, { left: MARGIN, top: Math.round(this.y), width: WIDTH, height: 1 }, RULE);
    this.y += GAP / 2;
  }

  heading(text: string): void {
    this.y += GAP / 2;
    this.lines(text, { heightPx: HEAD_PX, bold: true });
  }
}

function fill(raster: Raster, area: { left: number; top: number; width: number; height: number }, colour: Colour): void {
  for (let y = area.top; y < area.top + area.height; y++)
    for (let x = area.left; x < area.left + area.width; x++) raster.rgb.set(colour, 3 * (y * raster.width + x));
}

/** The table of the groups of the question. */
function drawTable(sheet: Sheet, analysis: Analysis): void {
  const columns = [0, 90, 430, 540, 860] as const;
  const row = (cells: readonly string[], style: { colour: Colour; bold?: boolean }): void => {
    cells.forEach((cell, at) => {
      const room = (columns[at + 1] ?? WIDTH) - columns[at] - 8;
      const [first] = wrap(cell, room, SMALL_PX);
      drawLine(sheet.raster, first, { x: MARGIN + columns[at], y: sheet.y }, { heightPx: SMALL_PX, ...style });
    });
    sheet.y += SMALL_PX * LEADING;
  };
  row(['Number', 'Volume (95 % interval)', 'Largest', 'Compartment', 'Largest one'], { colour: QUIET, bold: true });
  for (const group of askedGroups(analysis).slice(0, MOST_GROUPS)) {
    const lesions = lesionsOf(analysis, group);
    const { mm3, interval } = totalVolume(lesions);
    const largest = lesions.reduce((most, each) => (each.longestDiameterMm > most.longestDiameterMm ? each : most));
    row(
      [
        String(lesions.length),
        `${volumeWords(mm3)} (${volumeRangeWords(interval)})`,
        lengthWords(largest.longestDiameterMm),
        mainCompartments(lesions),
        placeWords(largest),
      ],
      { colour: INK },
    );
  }
}

/** Copies a key image, shrunk to fit by averaging. */
function drawPicture(raster: Raster, picture: KeyImage, at: Place, scale: number): void {
  const png = decode(picture.png);
  const [width, height] = [Math.floor(png.width * scale), Math.floor(png.height * scale)];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [x0, x1] = [Math.floor(x / scale), Math.max(Math.floor(x / scale) + 1, Math.floor((x + 1) / scale))];
      const [y0, y1] = [Math.floor(y / scale), Math.max(Math.floor(y / scale) + 1, Math.floor((y + 1) / scale))];
      const to = 3 * ((at.y + y) * raster.width + at.x + x);
      for (let channel = 0; channel < 3; channel++) {
        let [sum, count] = [0, 0];
        for (let v = y0; v < Math.min(y1, png.height); v++)
          for (let u = x0; u < Math.min(x1, png.width); u++, count++) sum += png.data[png.channels * (v * png.width + u) + channel];
        raster.rgb[to + channel] = Math.round(sum / Math.max(1, count));
      }
    }
}

function drawPictures(sheet: Sheet, images: readonly KeyImage[]): void {
  const shown = images.slice(0, PICTURES);
  shown.forEach((each, index) => {
    const caption = `${each.title.slice(0, 1).toUpperCase()}${each.title.slice(1)}: ${each.caption}`;
    const words = (wrap(caption, WIDTH, SMALL_PX).length + 1) * SMALL_PX * LEADING;
    const height = sheet.left() / (shown.length - index) - words;
    if (height < LEAST_PICTURE_PX) return;
    const scale = Math.min(1, WIDTH / each.width, height / each.height);
    drawPicture(sheet.raster, each, { x: MARGIN, y: Math.round(sheet.y) }, scale);
    sheet.y += Math.floor(each.height * scale) + GAP / 2;
    sheet.lines(caption, { heightPx: SMALL_PX, colour: QUIET });
    sheet.y += GAP / 4;
  });
}

/**
 * The first report page as a picture: impression, table, two key images, the research label. It names nobody: who the
 * patient is stands in the object's header, where a viewer shows it in any script, and no identity is burned in (free text
 * of the file, such as the series description, may hold one and stays out).
 */
export function drawPage(analysis: Analysis, images: readonly KeyImage[]): Raster {
  const foot = wrap(DISCLAIMER, WIDTH, SMALL_PX);
  const sheet = new Sheet(foot.length * SMALL_PX * LEADING + GAP);
  const { study, technique } = analysis;
  sheet.lines('Soft-tissue calcification', { heightPx: TITLE_PX, bold: true });
  const about = [
    study.studyDate ? `CT of ${dateWords(study.studyDate)}` : 'CT',
    technique?.kvp ? `${technique.kvp} kVp` : null,
    technique?.sliceThicknessMm ? `slices of ${technique.sliceThicknessMm} mm` : null,
    `Calcimap ${VERSION}, knowledge ${analysis.manifest.knowledgeVersion}`,
  ];
  sheet.lines(about.filter(Boolean).join('  |  '), { heightPx: SMALL_PX, colour: QUIET });
  sheet.rule();
  const impression = impressionOf(analysis);
  sheet.heading('Impression (not verified)');
  for (const group of impression.groups.slice(0, MOST_GROUPS)) {
    sheet.lines(group.heading, { heightPx: TEXT_PX, bold: true });
    sheet.lines(group.measured, { heightPx: TEXT_PX });
    sheet.lines(group.conclusion, { heightPx: TEXT_PX });
    group.causes.forEach((cause, index) => {
      sheet.lines(`${index + 1}. ${cause.label} (${cause.chance})`, { heightPx: TEXT_PX, indent: 24 });
      sheet.lines(cause.reasons, { heightPx: SMALL_PX, colour: QUIET, indent: 48 });
    });
    sheet.y += GAP / 2;
  }
  for (const said of [impression.nothing, impression.expected]) if (said) sheet.lines(said, { heightPx: TEXT_PX });
  if (impression.groups.length > 0) {
    sheet.heading('Measured');
    drawTable(sheet, analysis);
    sheet.y += GAP / 2;
  }
  drawPictures(sheet, images);
  const style = { heightPx: SMALL_PX, colour: QUIET };
  foot.forEach((line, index) => {
    const y = PAGE.height - MARGIN - (foot.length - index) * SMALL_PX * LEADING;
    drawLine(sheet.raster, line, { x: MARGIN + (WIDTH - lineWidth(line, SMALL_PX)) / 2, y }, style);
  });
  return sheet.raster;
}
