/** Longest unit text given to the unit library, whose parser is not meant for hostile input. */
const LONGEST_UNIT = 40;

/** Whole units as people write them, in lower case without blanks, to UCUM. */
const WHOLE: Readonly<Record<string, string>> = {
  '%': '%',
  iu: '[iU]',
  'iu/l': '[iU]/L',
  'iu/ml': '[iU]/mL',
  'ui/l': '[iU]/L',
  'ui/ml': '[iU]/mL',
  'miu/l': 'm[iU]/L',
  'miu/ml': 'm[iU]/mL',
  'uiu/ml': 'u[iU]/mL',
  'u/l': 'U/L',
  'u/ml': 'U/mL',
  'ku/l': 'kU/L',
  'units/l': 'U/L',
  'units/ml': 'U/mL',
  'mu/l': 'mU/L',
  'mm/h': 'mm/h',
  'mm/hr': 'mm/h',
  'mm/hour': 'mm/h',
  'mm/1h': 'mm/h',
  'mm/1sth': 'mm/h',
  mmhg: 'mm[Hg]',
  'kua/l': 'kU/L',
  ph: '[pH]',
  'mg2/dl2': 'mg2/dL2',
  'mmol2/l2': 'mmol2/L2',
  'ml/min': 'mL/min',
  'ml/min/1.73m2': 'mL/min/{1.73_m2}',
  'ml/min/1.73m^2': 'mL/min/{1.73_m2}',
  'ml/min/1.73sqm': 'mL/min/{1.73_m2}',
  'ml/min/1.73': 'mL/min/{1.73_m2}',
  'ml/min/{1.73_m2}': 'mL/min/{1.73_m2}',
  'ml/min/[1.73_m2]': 'mL/min/{1.73_m2}',
  'ml/min/{1.73m2}': 'mL/min/{1.73_m2}',
  'x10^9/l': '10*9/L',
  '10^9/l': '10*9/L',
  'x109/l': '10*9/L',
  '10e9/l': '10*9/L',
  '10*9/l': '10*9/L',
  'g/l(giga)': '10*9/L',
  'x10^12/l': '10*12/L',
  '10^12/l': '10*12/L',
  '10*12/l': '10*12/L',
  'x10^3/ul': '10*3/uL',
  '10^3/ul': '10*3/uL',
  '10*3/ul': '10*3/uL',
  '10e3/ul': '10*3/uL',
  'k/ul': '10*3/uL',
  'k/mm3': '10*3/uL',
  'thou/ul': '10*3/uL',
  'cells/ul': '/uL',
  'cells/mm3': '/mm3',
  '/mm3': '/mm3',
  '/ul': '/uL',
  'm/ul': '10*6/uL',
  fl: 'fL',
  pg: 'pg',
  ratio: '1',
  inr: '1',
  titer: '1',
  titre: '1',
  '1': '1',
  index: '1',
  'kg/m2': 'kg/m2',
  years: 'a',
  cm: 'cm',
  m: 'm',
  kg: 'kg',
  degc: 'Cel',
  celsius: 'Cel',
};

const PREFIXED = new Set(['g', 'mol', 'eq', 'u', 'iu', 'kat', 'l', 'osm', 'osmol']);
const PREFIX: Readonly<Record<string, string>> = {
  m: 'm',
  u: 'u',
  μ: 'u',
  µ: 'u',
  mc: 'u',
  n: 'n',
  p: 'p',
  f: 'f',
  k: 'k',
  d: 'd',
  c: 'c',
  '': '',
};
const ATOM: Readonly<Record<string, string>> = {
  g: 'g',
  gm: 'g',
  mol: 'mol',
  eq: 'eq',
  u: 'U',
  iu: '[iU]',
  kat: 'kat',
  l: 'L',
  osm: 'osm',
  osmol: 'osm',
};
const TIME: Readonly<Record<string, string>> = {
  '24h': '(24.h)',
  '24hr': '(24.h)',
  '24hrs': '(24.h)',
  '24hours': '(24.h)',
  d: 'd',
  day: 'd',
  h: 'h',
  hr: 'h',
  min: 'min',
};

function atom(text: string): string | null {
  if (Object.hasOwn(TIME, text)) return TIME[text];
  for (const name of Object.keys(ATOM)) {
    if (!text.endsWith(name)) continue;
    const prefix = text.slice(0, text.length - name.length);
    if (Object.hasOwn(PREFIX, prefix) && (prefix === '' || PREFIXED.has(name) || name === 'gm')) return PREFIX[prefix] + ATOM[name];
  }
  return null;
}

/**
 * A unit as written in letters, print-outs and messages (`mg/dl`, `mcg/L`, `µmol/l`, `x10^9/L`) as UCUM; the text
 * itself when it is no such spelling, for it may be UCUM already; null when it is empty or too long to be one.
 */
export function ucumSpelling(written: string): string | null {
  const known = spelled.get(written);
  if (known !== undefined) return known;
  const ucum = spell(written);
  if (spelled.size < SPELLED_KEPT && written.length <= LONGEST_UNIT) spelled.set(written, ucum);
  return ucum;
}

const spelled = new Map<string, string | null>();
const SPELLED_KEPT = 1000;

function spell(written: string): string | null {
  const trimmed = written.trim().replace(/\.$/, '');
  if (trimmed === '' || trimmed.length > LONGEST_UNIT) return null;
  const plain = trimmed
    .toLowerCase()
    .replace(/[µμ]/g, 'u')
    .replace(/[²]/g, '2')
    .replace(/[³]/g, '3')
    .replace(/[⁹]/g, '^9')
    .replace(/[×]/g, 'x')
    .replace(/\s+/g, '')
    .replace(/per/g, '/');
  if (Object.hasOwn(WHOLE, plain)) return WHOLE[plain];
  const parts = plain.split('/');
  if (parts.length >= 2 && parts.length <= 3) {
    const atoms = parts.map((part) => atom(part === 'litre' || part === 'liter' ? 'l' : part.replace(/^100ml$/, 'dl')));
    if (atoms.every((each) => each !== null)) return atoms.join('/');
  }
  // What is no UCUM at all never reaches the library, which complains on the console.
  return atom(plain) ?? (/^[A-Za-z0-9%[\]{}().*/^'"_-]+$/.test(trimmed) ? trimmed : null);
}
