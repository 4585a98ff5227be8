/** SpecificCharacterSet terms (PS3.3 C.12.1.1.2) to the labels of the Encoding Standard; absent ones fall back to Latin-1. */
const LABELS: Readonly<Record<string, string>> = {
  '': 'iso-8859-1',
  'ISO_IR 6': 'iso-8859-1',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 100': 'iso-8859-1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 148': 'iso-8859-9',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
  'ISO 2022 IR 87': 'iso-2022-jp',
  'ISO 2022 IR 149': 'euc-kr',
  'ISO 2022 IR 58': 'gb18030',
};

const decoders = new Map<string, TextDecoder>();

function decoderOf(label: string): TextDecoder {
  const known = decoders.get(label);
  if (known) return known;
  let made: TextDecoder;
  try {
    made = new TextDecoder(label);
  } catch {
    made = new TextDecoder('iso-8859-1'); // a runtime without full ICU
  }
  decoders.set(label, made);
  return made;
}

/** Text in the data set's character set; bytes that do not fit become U+FFFD and never an error. */
export function decodeText(bytes: Uint8Array, characterSets: readonly string[]): string {
  let plain = true;
  for (const byte of bytes)
    if (byte >= 0x80 || byte === 0x1b) {
      plain = false;
      break;
    }
  if (plain)
    return String.fromCharCode(...bytes.subarray(0, 4096)) + (bytes.length > 4096 ? decoderOf('utf-8').decode(bytes.subarray(4096)) : '');
  const terms = characterSets.filter((term) => term !== '');
  const term =
    terms.length > 1 ? (terms.find((each) => LABELS[each] !== undefined && each.startsWith('ISO 2022')) ?? terms[0]) : (terms[0] ?? '');
  const label = LABELS[term] ?? LABELS[term.replace('ISO 2022 IR', 'ISO_IR')] ?? 'iso-8859-1';
  // subarray() of shared memory is refused by TextDecoder, so the few bytes are copied.
  return decoderOf(label).decode(bytes.slice());
}
