import { type Column, csvText } from './cells.ts';
import { LESION_COLUMNS } from './lesions.ts';
import { STUDY_COLUMNS } from './study.ts';

const rowsOf = <Row>(file: string, columns: readonly Column<Row>[]): string[][] =>
  columns.map(({ name, meaning, unit }) => [name, meaning, unit, file]);

/** `data-dictionary.csv`: every column of `lesions.csv`, then of `study.csv`, with meaning and UCUM unit, in their order. */
export const renderDataDictionary = (): string =>
  csvText([['column', 'meaning', 'unit', 'file'], ...rowsOf('lesions.csv', LESION_COLUMNS), ...rowsOf('study.csv', STUDY_COLUMNS)]);
