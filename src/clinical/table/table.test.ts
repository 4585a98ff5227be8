import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../knowledge/index.ts';
import { type ClinicalInput, readClinical } from '../index.ts';
import type { ClinicalReading } from '../types.ts';
import { guessDelimiter, parseCells } from './cells.ts';

const knowledge = loadKnowledge();
const read = (text: string, columns?: ClinicalInput['columns']): Promise<ClinicalReading> =>
  readClinical([{ name: 'labs.csv', text, columns }], knowledge);
const labs = (reading: ClinicalReading): unknown[][] =>
  (reading.facts?.labs ?? []).map(({ test, value, unit, date, grade }) => [test, value, unit, date, grade]);

describe('tables of labs', () => {
  it('reads one row per result and says how it took the columns', async () => {
    const reading = await read(
      'Test,Result,Units,Collected,Reference range\nCalcium,11.4,mg/dL,2024-03-01,8.5-10.5\n"Phosphate, inorganic, serum",3.5,mg/dL,2024-03-01,2.5-4.5\n',
    );
    expect(labs(reading)).toEqual([
      ['calcium', 11.4, 'mg/dL', '2024-03-01', 'high'],
      ['phosphate', 3.5, 'mg/dL', '2024-03-01', 'normal'],
    ]);
    expect(reading.issues.find((each) => each.code === 'table-columns')?.received).toBe(
      'test = Test, value = Result, unit = Units, date = Collected, range = Reference range',
    );
    expect(reading.facts?.labs[0].where).toBe('labs.csv:2');
  });

  it('reads semicolons with decimal commas, tabs, and German dates', async () => {
    expect(labs(await read('test;value;unit;date\nCalcium;2,85;mmol/L;05.03.2024'))).toEqual([
      ['calcium', 2.85, 'mmol/L', '2024-03-05', 'high'],
    ]);
    expect(labs(await read('test\tvalue\tunit\nCK\t<20\tU/L'))[0].slice(0, 3)).toEqual(['ck', 20, 'U/L']);
  });

  it('reads one row per day with a column per test', async () => {
    const reading = await read('date,Calcium (mg/dL),Phosphate (mg/dL)\n2024-01-01,9.1,3.2\n2024-02-01,11.2,\n');
    expect(labs(reading)).toEqual([
      ['calcium', 11.2, 'mg/dL', '2024-02-01', 'high'],
      ['phosphate', 3.2, 'mg/dL', '2024-01-01', 'normal'],
    ]);
    expect(reading.facts?.trends?.[0].points).toHaveLength(2);
  });

  it('lets the columns be corrected', async () => {
    const text = 'test,result,final\nCalcium,preliminary,11.4 mg/dL\n';
    expect(labs(await read(text))[0][1]).toBeNull();
    expect(labs(await read(text, { value: 'final' }))[0].slice(0, 3)).toEqual(['calcium', 11.4, 'mg/dL']);
    expect(labs(await read(text, { value: 3 }))[0][1]).toBe(11.4);
    expect((await read(text, { value: 'nowhere' })).issues.map((each) => each.code)).toContain('table-column-unknown');
  });

  it('says of a date that it can be two days, and of a row that it names no test', async () => {
    const reading = await read('test,value,unit,date\nCalcium,9,mg/dL,03/04/2024\n,5,mg/dL,2024-01-01\n');
    expect(reading.issues.map((each) => each.code)).toEqual(expect.arrayContaining(['table-date-broken', 'table-row-broken']));
    expect(reading.facts?.labs[0].date).toBeNull();
  });
});

it('cuts cells as RFC 4180 says', () => {
  expect(parseCells('a,"b ""x"", c"\r\n"d\ne",f', ',').map((each) => each.cells)).toEqual([
    ['a', 'b "x", c'],
    ['d\ne', 'f'],
  ]);
  expect(guessDelimiter('a;b;c\n1,2;3;4')).toBe(';');
});
