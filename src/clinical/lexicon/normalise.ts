/** British to American word parts, so that one spelling is kept of each word. Applied to whole tokens. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/aem/g, 'em'],
  [/oedem/g, 'edem'],
  [/oesoph/g, 'esoph'],
  [/oestr/g, 'estr'],
  [/foet/g, 'fet'],
  [/paed/g, 'ped'],
  [/anaes/g, 'anes'],
  [/haem/g, 'hem'],
  [/ischaem/g, 'ischem'],
  [/uraem/g, 'urem'],
  [/orrhoea/g, 'orrhea'],
  [/tumour/g, 'tumor'],
  [/colour/g, 'color'],
  [/grey/g, 'gray'],
  [/sulph/g, 'sulf'],
  [/calcif/g, 'calcif'],
  [/isation/g, 'ization'],
  [/(\w{3,})ise(d|s)?$/g, '$1ize$2'],
  [/phoea/g, 'phea'],
  [/coelia/g, 'celia'],
  [/goitre/g, 'goiter'],
  [/fibre/g, 'fiber'],
  [/litre/g, 'liter'],
  [/centre/g, 'center'],
  [/titre/g, 'titer'],
];
/** Words whose `-ise` is no British ending. */
const KEEP_ISE =
  /^(rise|raise|exercise|precise|otherwise|noise|bruise|disease|wise|likewise|expertise|merchandise|premise|promise|surprise|advise|excise|incise)d?s?$/;
/** Tokens ending in s that are no plural. */
const NO_PLURAL = /(ss|us|is|as|os|ias|ies)$/;
const IRREGULAR: Readonly<Record<string, string>> = {
  calves: 'calf',
  feet: 'foot',
  toes: 'toe',
  radii: 'radius',
  bursae: 'bursa',
  fasciae: 'fascia',
  aortae: 'aorta',
  papillae: 'papilla',
  ulcers: 'ulcer',
  biopsies: 'biopsy',
  injuries: 'injury',
  arteries: 'artery',
  bodies: 'body',
  axillae: 'axilla',
  patellae: 'patella',
  scapulae: 'scapula',
  telangiectases: 'telangiectasia',
  telangiectasias: 'telangiectasia',
  telangiectasiae: 'telangiectasia',
  diagnoses: 'diagnosis',
  metastases: 'metastasis',
  calcinoses: 'calcinosis',
  pinnae: 'pinna',
  phalanges: 'phalanx',
  sclerodactylous: 'sclerodactyly',
};

/** Words met before; a text of a hundred pages has some thousands. */
const met = new Map<string, string>();
const MET_LIMIT = 20_000;

/** One token in its kept spelling: lower case, no accents, American, singular. */
export function normaliseToken(raw: string): string {
  const known = met.get(raw);
  if (known !== undefined) return known;
  const kept = spell(raw);
  if (met.size >= MET_LIMIT) met.clear();
  met.set(raw, kept);
  return kept;
}

function spell(raw: string): string {
  let token = raw.toLowerCase();
  if (Object.hasOwn(IRREGULAR, token)) return IRREGULAR[token];
  for (const [pattern, to] of SPELLINGS) {
    if (to === '$1ize$2' && KEEP_ISE.test(token)) continue;
    token = token.replace(pattern, to);
  }
  if (Object.hasOwn(IRREGULAR, token)) return IRREGULAR[token];
  if (token.length > 4 && token.endsWith('ies')) return `${token.slice(0, -3)}y`;
  if (token.length > 5 && /(ss|x|ch|sh)es$/.test(token)) return token.slice(0, -2);
  if (token.length > 3 && token.endsWith('s') && !NO_PLURAL.test(token)) return token.slice(0, -1);
  return token;
}

const ACCENTS = /[\u0300-\u036f]/g;
const GREEK: Readonly<Record<string, string>> = { α: 'alpha', β: 'beta', γ: 'gamma', µ: 'u', μ: 'u' };

/** Letters without accents or Greek, character for character where it can be (ligatures grow). */
export const plainLetters = (text: string): string =>
  text
    .replace(/[αβγµμ]/g, (letter) => GREEK[letter])
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .replace(/[’‘`]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-');

/** Words of a name: runs of letters and digits; the possessive s goes. */
export function nameTokens(name: string): string[] {
  const plain = plainLetters(name)
    .toLowerCase()
    .replace(/'s\b|s'(?=\s|$)/g, (hit) => (hit.startsWith('s') ? 's' : ''));
  return (plain.match(/[a-z0-9]+/g) ?? []).map(normaliseToken);
}

/** The key a name is looked up by: its words in kept spelling, one space between. */
export const normaliseName = (name: string): string => nameTokens(name.slice(0, 300)).join(' ');
