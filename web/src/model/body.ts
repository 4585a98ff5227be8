/**
 * The body map: a standing figure from the front and from the back, 200 x 450 units, midline at x = 100. Shapes are
 * drawn for the viewer's left half and mirrored. Seen from the front the viewer's left is the patient's right; seen from
 * the back it is the patient's left.
 */
export type BodyView = 'front' | 'back';

interface Shape {
  /** Finding id without side. */
  readonly site: string;
  readonly words: string;
  /** SVG path, viewer's left half or midline. */
  readonly path: string;
  readonly centre: readonly [number, number];
  /** On the midline: not mirrored, no side. */
  readonly midline?: true;
}

const half = (site: string, words: string, centre: readonly [number, number], path: string): Shape => ({ site, words, centre, path });
const middle = (site: string, words: string, centre: readonly [number, number], path: string): Shape => ({
  site,
  words,
  centre,
  path,
  midline: true,
});

const ARM: readonly Shape[] = [
  half('site-upper-arm', 'upper arm', [60, 117], 'M55 96 L69 100 L66 139 L52 137 Z'),
  half('site-elbow', 'elbow', [57, 149], 'M51 140 L66 142 L64 158 L48 156 Z'),
  half('site-forearm', 'forearm', [52, 181], 'M47 159 L64 161 L56 203 L42 201 Z'),
  half('site-wrist', 'wrist', [48, 209], 'M41 204 L56 206 L55 215 L39 213 Z'),
  half('site-hand', 'hand', [45, 227], 'M38 216 L55 218 L52 240 L35 238 Z'),
  half('site-thumb', 'thumb', [59, 232], 'M57 218 L64 226 L63 243 L56 238 Z'),
  half('site-finger', 'fingers', [42, 248], 'M34 241 L52 243 L49 257 L33 255 Z'),
  half('site-fingertip', 'fingertips', [40, 263], 'M33 258 L48 260 L45 269 L34 267 Z'),
];

const FRONT: readonly Shape[] = [
  middle('site-scalp', 'scalp', [100, 14], 'M82 24 C82 4 118 4 118 24 C110 18 90 18 82 24 Z'),
  half('site-ear', 'ear', [78, 34], 'M79 28 L76 31 L77 39 L80 41 Z'),
  half('site-face', 'face', [91, 42], 'M99 23 C92 20 86 23 82 27 L82 40 C84 49 91 56 99 57 Z'),
  half('site-eyelid', 'eyelid', [91, 33], 'M86 33 C88 30 94 30 96 33 C94 36 88 36 86 33 Z'),
  middle('site-neck', 'neck', [100, 65], 'M90 58 L110 58 L113 72 L87 72 Z'),
  half('site-shoulder', 'shoulder', [69, 84], 'M85 74 C70 75 58 80 56 93 L70 97 L77 79 Z'),
  half('site-chest-wall', 'chest wall', [90, 86], 'M99 75 L86 75 L79 80 L72 98 L76 128 L99 130 Z'),
  half('site-axilla', 'axilla', [74, 108], 'M71 102 L75 104 L77 118 L72 114 Z'),
  half('site-breast', 'breast', [87, 106], 'M80 106 A8 8 0 1 1 95 106 A8 8 0 1 1 80 106 Z'),
  half('site-abdominal-wall', 'abdominal wall', [88, 160], 'M99 132 L76 130 L77 160 L74 186 L99 190 Z'),
  half('site-hip', 'hip', [68, 204], 'M73 189 L66 202 L65 222 L72 219 L74 204 Z'),
  half('site-groin', 'groin', [87, 199], 'M97 192 L75 188 L76 203 L95 215 Z'),
  middle('site-groin-genital', 'genital region', [100, 209], 'M99 193 L101 193 L105 216 L100 221 L95 216 Z'),
  ...ARM,
  half('site-thigh', 'thigh', [83, 258], 'M69 223 L75 206 L96 219 L96 298 L75 298 Z'),
  half('site-knee', 'knee', [86, 311], 'M75 301 L96 301 L95 322 L77 322 Z'),
  half('site-lower-leg', 'lower leg', [86, 360], 'M77 325 L95 325 L92 396 L81 396 Z'),
  half('site-ankle', 'ankle', [86, 405], 'M80 399 L93 399 L93 411 L79 411 Z'),
  half('site-foot', 'foot', [83, 422], 'M78 414 L93 414 L93 431 L71 433 Z'),
  half('site-first-mtp', 'first metatarsophalangeal joint', [91, 431], 'M88 427 L94 427 L94 434 L88 434 Z'),
  half('site-toe', 'toes', [80, 440], 'M70 436 L94 436 L92 445 L69 445 Z'),
];

const BACK: readonly Shape[] = [
  middle('site-scalp', 'scalp, back of the head', [100, 26], 'M82 30 C80 3 120 3 118 30 L114 48 L86 48 Z'),
  half('site-ear', 'ear', [78, 34], 'M79 28 L76 31 L77 39 L80 41 Z'),
  middle('site-nape', 'nape of the neck', [100, 61], 'M89 51 L111 51 L113 72 L87 72 Z'),
  half('site-shoulder', 'shoulder', [69, 84], 'M85 74 C70 75 58 80 56 93 L70 97 L77 79 Z'),
  half('site-scapula', 'shoulder blade', [85, 100], 'M94 76 L84 76 L73 98 L77 124 L94 124 Z'),
  middle('site-paraspinal', 'back, beside the spine', [100, 130], 'M96 75 L104 75 L105 186 L95 186 Z'),
  half('site-flank', 'flank', [85, 150], 'M93 127 L77 127 L77 160 L75 177 L93 178 Z'),
  middle('site-sacrum', 'sacrum', [100, 198], 'M91 189 L109 189 L100 212 Z'),
  half('site-buttock', 'buttock', [83, 205], 'M92 181 L74 180 L66 203 L69 226 L98 226 L98 214 L89 190 Z'),
  ...ARM,
  half('site-thigh', 'thigh, back', [83, 262], 'M69 229 L97 229 L96 294 L75 294 Z'),
  half('site-popliteal', 'hollow of the knee', [86, 307], 'M75 297 L96 297 L95 318 L77 318 Z'),
  half('site-lower-leg', 'calf', [86, 352], 'M77 321 L95 321 L92 384 L81 384 Z'),
  half('site-achilles', 'Achilles tendon', [86, 398], 'M81 387 L92 387 L91 409 L82 409 Z'),
  half('site-heel', 'heel', [86, 419], 'M79 412 L93 412 L93 426 L79 426 Z'),
  half('site-sole', 'sole', [84, 437], 'M77 429 L93 429 L92 445 L71 445 Z'),
];

export interface BodySite {
  /** Finding id of the vocabulary, with its side where it has one. */
  readonly id: string;
  readonly label: string;
  readonly path: string;
  readonly mirrored: boolean;
  readonly centre: readonly [number, number];
}

const WIDTH = 200;

function sitesOf(view: BodyView, shapes: readonly Shape[]): BodySite[] {
  return shapes.flatMap((shape): BodySite[] => {
    if (shape.midline) return [{ id: shape.site, label: shape.words, path: shape.path, mirrored: false, centre: shape.centre }];
    const [viewersLeft, viewersRight] = view === 'front' ? ['right', 'left'] : ['left', 'right'];
    const of = (side: string, mirrored: boolean): BodySite => ({
      id: `${shape.site}-${side}`,
      label: `${side} ${shape.words}`,
      path: shape.path,
      mirrored,
      centre: mirrored ? [WIDTH - shape.centre[0], shape.centre[1]] : shape.centre,
    });
    return [of(viewersLeft, false), of(viewersRight, true)];
  });
}

export const BODY: Readonly<Record<BodyView, readonly BodySite[]>> = { front: sitesOf('front', FRONT), back: sitesOf('back', BACK) };

/** The nearest site in the direction of an arrow key; null when there is none. Sideways distance counts double. */
export function nextSite(sites: readonly BodySite[], from: BodySite, key: string): BodySite | null {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (!way) return null;
  let best: BodySite | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const site of sites) {
    const [dx, dy] = [site.centre[0] - from.centre[0], site.centre[1] - from.centre[1]];
    const along = dx * way[0] + dy * way[1];
    if (site === from || along <= 1) continue;
    const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
    const distance = along + 2 * aside;
    if (distance < least) {
      least = distance;
      best = site;
    }
  }
  return best;
}
