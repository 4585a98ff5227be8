/** Which of the vocabulary's words may be taken from prose, and where. */

/** Categories whose names are looked for. */
export const PROSE_CATEGORIES = ['site', 'compartment', 'morph', 'dist', 'img', 'hx', 'ex', 'lab', 'drug', 'proc', 'fam'] as const;

/**
 * Names that are right in a list of findings and mean too many things in prose (kept spelling): `mass` of a person,
 * `fall` of a value, `disc` of a book, `media` of an ear.
 */
export const BLOCKED_KEYS: ReadonlySet<string> = new Set(
  [
    'other|unknown|unknown site|other compartment|organ|organs|gut|media|disc|node|nodes|vessel|fat|joint|muscles|nerve|media|lung|liver|kidney|spleen|pancreas|heart|cardiac|pulmonary|visceral|cartilaginous|muscular|cerebral|brain|bursa',
    'single|multiple|numerous|diffuse|focal|limited|regional|segmental|band|ring|target|stone|net|mesh|plate|rim|central|coil|web|veil|dot|dots|granular|fluffy|cyst wall|cystic|cyst|trabecular|laminar|layering|target|rim calcification|circumscribed|tumorous|mass like|asymmetric|symmetric|bilateral|unilateral|extensor|girdle|extensive',
    'growing|rapid growth|slow growth|long standing|present for years|pain|painful|tender|tenderness|painless|mobile|immobile|mass|lump|swelling|palpable mass|deep mass|weakness|stiffness|arthritis|erythema|redness|inflamed|necrosis|ulcer|ulcers|ulcerated|ulceration|induration|cyst|fluctuant|purpura|acne',
    'surgery|operation|previous surgery|excision|injection|injections|local injection|eeg|emg|radiation|irradiation|scar from surgery|biopsy|implant|arthroplasty|prosthesis|sponge|vaccination|silicone|filler',
    'family history|hx family history|history family history|fall|injury|metal|glass|gravel|travel|endemic area|mining|fistula|familial|incidental|asymptomatic|no symptoms|limited movement|coma|carcinoma|elisa|lytic|scalloping|stroke|tophus|fever',
    'phosphate|calcitriol|iron|heparin|steroids|antacids|trp|acute phase|muscle enzymes|antinuclear antibody|renal impairment|reduced gfr|kidney function|renal function|liver tests|vitamin d|thyrotropin|complement|glucose low|metabolic normal|eosinophilia|thrombophilia',
    'radial|ulnar|femoral|tibial|skin|plaque|plaques|infection|k|na|ca|mg|ap|ra|dm|oa|sci|tbi|tb|rf|ctd|crest|ssc|hga|aca|ppd|ccp|ace|c3|c4|alb|creat|plt|eos|cvi|ppi|hb',
  ]
    .join('|')
    .split('|'),
);

/** Names of tests that in prose are states of the patient. */
export const NOT_A_TEST: ReadonlySet<string> = new Set([
  'hypercalciuria',
  'eosinophilia',
  'thrombophilia',
  'oxalate',
  'protein c deficiency',
  'protein s deficiency',
  'cd73 deficiency',
]);

/** Categories that speak of the calcification: taken only where one is spoken of. */
export const NEEDS_LESION_CATEGORY: ReadonlySet<string> = new Set(['site', 'compartment', 'morph', 'dist']);
/** Findings of other categories that speak of the lesion. */
export const NEEDS_LESION: ReadonlySet<string> = new Set([
  'hx-lesion-pain',
  'hx-lesion-painless',
  'hx-lesion-itch',
  'hx-growing-mass',
  'hx-slow-growth-years',
  'hx-spontaneous-resolution',
  'ex-mobile',
  'ex-fixed-deep',
  'ex-cystic-mass',
  'ex-umbilicated-pit',
  'ex-skin-ulcer',
  'ex-acute-inflammation',
  'img-calcification-in-cyst-wall',
  'img-noncalcified-component',
]);

/** Taken from a lone word only where the sentence speaks of an image. */
export const NEEDS_IMAGE: ReadonlySet<string> = new Set(['img-soft-tissue-mass']);
/** Words as written that speak of an image. */
export const IMAGE =
  /^(ct|mri|mr|radiographs?|films?|x|xray|rays?|ultrasound|sonography|scan|scans|imaging|mammogram|fluoroscopy|tomography)$/;

/** Shapes that only mineral has: they speak of calcification themselves. */
export const SPEAKS_OF_MINERAL: ReadonlySet<string> = new Set([
  'morph-ring-and-arc',
  'morph-popcorn',
  'morph-tram-track',
  'morph-bridging-bone',
  'morph-ossification',
  'morph-plate-like-bone',
  'morph-chicken-wire',
  'img-chondrocalcinosis',
]);

/** Words (kept spelling) that speak of calcification itself. */
export const CALCIFICATION =
  /^(calcif\w*|calcinos\w*|calcinot\w*|microcalcif\w*|mineraliz\w*|mineralis\w*|chondrocalcin\w*|ossif\w*|phlebolith|concretion|chalky|deposit)$/;
/** `calcium deposits`, `bone formation`: two words that do. */
export const CALCIFICATION_PAIR: readonly (readonly [RegExp, RegExp])[] = [
  [/^calcium$/, /^(deposit|deposition|salt|laid|collection|crystal|in|within|inside)$/],
  [
    /^(calcareous|calcific|bony|osseous)$/,
    /^(deposit|deposition|nodule|lump|mass|material|outgrowth|density|opacity|tendinitis|tendonitis|tendinopathy|periarthritis)$/,
  ],
  [/^(bone|bony)$/, /^(formation|formed|has|have|in)$/],
  [/^(heterotopic|mature|ectopic|woven|new)$/, /^(bone|ossification)$/],
];
/** Lesions that are hard, white or dense: a text about them is about calcification whether or not it says so. */
export const HARD_LESION =
  /\b(?:hard|firm|stony|bony|white|whitish|chalky|dense)\b[^.]{0,30}\b(?:nodules?|lumps?|papules?|mass(?:es)?|swellings?|bumps?|material|paste|opacit(?:y|ies)|densit(?:y|ies)|lesions?)\b|\b(?:densities|opacities)\b/i;
/** Words that speak of a lesion which calcification may be in. */
export const LESION =
  /^(nodule|nodular|papule|plaque|lump|mass|swelling|deposit|lesion|opacity|density|bump|tumor|growth|induration|tophus|spheroid|cyst|mineral|sheet|sinus)$/;
