/** Rows of cells (RFC 4180 with any of the delimiters in use), quotes and line breaks inside quotes honoured. */
export function parseCells(text: string, delimiter: string): { cells: string[]; line: number }[] {
  const rows: { cells: string[]; line: number }[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let start = 1;
  const endRow = (): void => {
    cells.push(cell.trim());
    if (cells.some((each) => each !== '')) rows.push({ cells, line: start });
    cells = [];
    cell = '';
    start = line;
  };
  for (let at = 0; at < text.length; at++) {
    const each = text[at];
    if (each === '\n') line++;
    if (quoted) {
      if (each !== '"') cell += each;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (each === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (each === delimiter) {
      cells.push(cell.trim());
      cell = '';
    } else if (each === '\n' || each === '\r') {
      if (each === '\r' && text[at + 1] === '\n') {
        at++;
        line++;
      }
      endRow();
      start = line;
    } else cell += each;
  }
  endRow();
  return rows;
}

/** The delimiter that cuts the first lines into the most even number of cells. */
export function guessDelimiter(text: string): string {
  const lines = text.split(/\r?\n/, 60).filter((each) => each.trim() !== '' && !each.startsWith('#'));
  let best = ',';
  let bestScore = 0;
  for (const delimiter of ['\t', ';', ',', '|']) {
    const counts = lines.map((each) => each.split(delimiter).length);
    const even = counts.filter((count) => count === counts[0]).length / Math.max(1, counts.length);
    const score = (counts[0] ?? 1) > 1 ? even * Math.min(counts[0], 6) : 0;
    if (score > bestScore + 1e-9) {
      bestScore = score;
      best = delimiter;
    }
  }
  return best;
}
