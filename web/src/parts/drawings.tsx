import type { ReactNode } from 'react';

/** Small drawings of the thirteen forms, as they look on a radiograph or CT: bright is calcium. 48 x 48 units. */
export const FORMS: readonly { readonly id: string; readonly words: string; readonly hint: string; readonly drawing: ReactNode }[] = [
  {
    id: 'morph-punctate',
    words: 'Punctate',
    hint: 'dots up to about 2 mm',
    drawing: (
      <g className="solid">
        {[
          [10, 12],
          [22, 9],
          [35, 14],
          [15, 24],
          [28, 21],
          [39, 27],
          [11, 36],
          [24, 34],
          [34, 39],
        ].map(([x, y]) => (
          <circle key={`${x}-${y}`} cx={x} cy={y} r="1.7" />
        ))}
      </g>
    ),
  },
  {
    id: 'morph-nodular',
    words: 'Nodular',
    hint: 'round, dense',
    drawing: (
      <g className="solid">
        <circle cx="17" cy="18" r="8" />
        <circle cx="33" cy="29" r="6.5" />
        <circle cx="17" cy="37" r="4.5" />
      </g>
    ),
  },
  {
    id: 'morph-linear',
    words: 'Linear',
    hint: 'streaks or bands',
    drawing: (
      <g className="stroke">
        <path d="M6 34 C16 26 28 20 42 10" />
        <path d="M9 42 C20 34 31 29 42 21" />
      </g>
    ),
  },
  {
    id: 'morph-sheet',
    words: 'Sheet',
    hint: 'plates along fascia or fat',
    drawing: <path className="solid" d="M4 20 C14 14 32 14 44 22 L44 31 C32 24 14 23 4 29 Z" />,
  },
  {
    id: 'morph-reticular',
    words: 'Reticular',
    hint: 'a net',
    drawing: (
      <path
        className="thin"
        d="M5 14 L17 8 L30 13 L43 8 M5 14 L9 27 L22 23 L17 8 M22 23 L30 13 L38 25 L43 8 M9 27 L16 40 L29 36 L22 23 M29 36 L38 25 L43 38 L29 36 M16 40 L29 36"
      />
    ),
  },
  {
    id: 'morph-cloud-like',
    words: 'Cloud-like',
    hint: 'amorphous, no edge',
    drawing: (
      <g className="haze">
        <circle cx="18" cy="26" r="10" />
        <circle cx="29" cy="20" r="10" />
        <circle cx="33" cy="30" r="8" />
        <circle cx="24" cy="32" r="8" />
      </g>
    ),
  },
  {
    id: 'morph-lobulated',
    words: 'Lobulated',
    hint: 'lobules with lucent septa',
    drawing: (
      <g className="solid">
        {[
          [15, 16],
          [27, 13],
          [36, 22],
          [12, 28],
          [24, 26],
          [34, 34],
          [21, 38],
        ].map(([x, y]) => (
          <circle key={`${x}-${y}`} cx={x} cy={y} r="5.6" />
        ))}
      </g>
    ),
  },
  {
    id: 'morph-fluid-level',
    words: 'Fluid level',
    hint: 'calcium settles below fluid',
    drawing: (
      <g>
        <circle className="thin" cx="24" cy="24" r="17" />
        <path className="solid" d="M7 25 L41 25 A17 17 0 0 1 7 25 Z" />
      </g>
    ),
  },
  {
    id: 'morph-ring',
    words: 'Ring',
    hint: 'a rim with a lucent centre',
    drawing: (
      <g className="stroke">
        <circle cx="17" cy="19" r="8" />
        <circle cx="34" cy="33" r="6" />
      </g>
    ),
  },
  {
    id: 'morph-ring-and-arc',
    words: 'Ring and arc',
    hint: 'chondroid matrix',
    drawing: (
      <g className="stroke">
        <path d="M10 16 A6 6 0 1 1 16 22" />
        <circle cx="31" cy="16" r="5.5" />
        <path d="M12 36 A6.5 6.5 0 0 1 24 35" />
        <path d="M30 29 A6 6 0 1 1 29 39" />
      </g>
    ),
  },
  {
    id: 'morph-tram-track',
    words: 'Tram-track',
    hint: 'two lines of a vessel wall',
    drawing: (
      <g className="stroke">
        <path d="M8 40 C14 26 24 18 42 8" />
        <path d="M16 43 C22 31 31 23 45 16" />
      </g>
    ),
  },
  {
    id: 'morph-eggshell',
    words: 'Eggshell',
    hint: 'thin shell round a node',
    drawing: <ellipse className="thin" cx="24" cy="24" rx="16" ry="12" />,
  },
  {
    id: 'morph-zonal',
    words: 'Zonal',
    hint: 'dense rim, lucent centre: maturing bone',
    drawing: (
      <g>
        <circle className="haze" cx="24" cy="24" r="11" />
        <circle className="stroke heavy" cx="24" cy="24" r="15" />
      </g>
    ),
  },
];
