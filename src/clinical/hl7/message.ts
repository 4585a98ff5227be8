/** One HL7 v2 message as segments of fields; delimiters are those its MSH names (HL7 v2.5.1, chapter 2.5). */
export interface Segment {
  readonly name: string;
  /** 1-based line in the file. */
  readonly line: number;
  /** fields[n] is field n of the standard (PID-3 is fields[3]); MSH-1 is the separator itself. */
  readonly fields: readonly string[];
}

export interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  readonly subcomponent: string;
}

export interface Message {
  readonly delimiters: Delimiters;
  readonly segments: readonly Segment[];
}

const NAME = /^[A-Z][A-Z0-9]{2}$/;

/** A file of one or more messages, batch and file headers allowed; lines that are no segment are counted. */
export function parseMessages(text: string): { messages: Message[]; strayLines: number[] } {
  const messages: Message[] = [];
  const strayLines: number[] = [];
  let current: { delimiters: Delimiters; segments: Segment[] } | null = null;
  // Segments end with CR; files that went through editors have LF or both. 0x0b and 0x1c frame MLLP.
  const lines = text
    .replaceAll('\u000b', '')
    .replaceAll('\u001c', '')
    .split(/\r\n|\r|\n/);
  lines.forEach((raw, at) => {
    const line = raw.trimStart();
    if (line.trim() === '') return;
    const name = line.slice(0, 3);
    if (name === 'MSH') {
      const delimiters = delimitersOf(line);
      current = { delimiters, segments: [{ name, line: at + 1, fields: headerFields(line, delimiters) }] };
      messages.push(current);
      return;
    }
    if (/^(FHS|BHS|BTS|FTS)$/.test(name)) return;
    if (!current || !NAME.test(name) || (line.length > 3 && line[3] !== current.delimiters.field)) {
      strayLines.push(at + 1);
      return;
    }
    current.segments.push({ name, line: at + 1, fields: line.split(current.delimiters.field) });
  });
  return { messages, strayLines };
}

function delimitersOf(line: string): Delimiters {
  const field = line[3] ?? '|';
  const coding = line.slice(4).split(field, 1)[0];
  return { field, component: coding[0] ?? '^', repetition: coding[1] ?? '~', escape: coding[2] ?? '\\', subcomponent: coding[3] ?? '&' };
}

/** MSH-1 is the separator, so the split is off by one. */
const headerFields = (line: string, delimiters: Delimiters): string[] => [
  'MSH',
  delimiters.field,
  ...line.slice(4).split(delimiters.field),
];

/** Field n of a segment, unescaped only when asked for in parts; empty when missing. `""` means deleted and counts as empty. */
export const field = (segment: Segment, at: number): string => {
  const value = segment.fields[at] ?? '';
  return value === '""' ? '' : value;
};

export const repetitions = (value: string, delimiters: Delimiters): string[] => value.split(delimiters.repetition);
export const components = (value: string, delimiters: Delimiters): string[] =>
  value.split(delimiters.component).map((part) => unescapeText(part, delimiters));

/** Escape sequences of chapter 2.7: delimiters, hexadecimal bytes, line breaks; highlighting and unknown ones go. */
export function unescapeText(text: string, delimiters: Delimiters): string {
  const mark = delimiters.escape;
  if (mark === '' || !text.includes(mark)) return text;
  const parts = text.split(mark);
  let out = parts[0];
  for (let at = 1; at < parts.length; at++) {
    // Between two marks stands a sequence; a mark without its pair is text.
    if (at === parts.length - 1) {
      out += mark + parts[at];
      break;
    }
    const replaced = sequence(parts[at], delimiters);
    if (replaced === null) {
      out += mark + parts[at];
      continue;
    }
    out += replaced + parts[at + 1];
    at++;
  }
  return out;
}

function sequence(name: string, delimiters: Delimiters): string | null {
  const known: Readonly<Record<string, string>> = {
    F: delimiters.field,
    S: delimiters.component,
    T: delimiters.subcomponent,
    R: delimiters.repetition,
    E: delimiters.escape,
    H: '',
    N: '',
  };
  if (Object.hasOwn(known, name)) return known[name];
  if (/^X([0-9A-F]{2}){1,64}$/i.test(name)) {
    const bytes = Uint8Array.from(name.slice(1).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    return new TextDecoder().decode(bytes).replace(/\r\n?/g, '\n');
  }
  if (/^\.(br|sp|in|ti|fi|nf|ce|sk)/i.test(name)) return '\n';
  return /^[CMZ][0-9A-Z]*$/i.test(name) ? '' : null;
}
