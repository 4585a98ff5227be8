import { describe, expect, it } from 'vitest';
import { buildAnalysis } from '../../../src/report/index.ts';
import { sampleParts } from '../../../test/fixtures/analysis-parts.ts';
import { standingGroups, standingLesions } from './decisions.ts';
import { sortDropped } from './drop.ts';
import {
  addItem,
  addLab,
  caseFileText,
  changeLab,
  decide,
  EMPTY_ENTRY,
  type EnteredItem,
  isEmptyEntry,
  removeItem,
  toggleItem,
} from './entry.ts';
import { amend, redo, remember, startHistory, undo } from './history.ts';
import { commandOf, type KeyPress, keyTable, loadRebound, rebind, SHEET, saveRebound } from './keys.ts';
import { searchWords, type Word } from './search.ts';
import { unitsFor } from './units.ts';
import { reduce, START, type State } from './workbench.ts';

const analysis = buildAnalysis(sampleParts());
const raynaud: EnteredItem = { id: 'hx-raynaud', label: "Raynaud's phenomenon", kind: 'finding', state: 'present' };

describe('history', () => {
  it('goes back and forth, and gives up the undone after a new step', () => {
    const three = remember(remember(startHistory(1), 2), 3);
    expect(undo(undo(three)).present).toBe(1);
    expect(redo(undo(three))).toEqual(three);
    expect(redo(remember(undo(three), 9)).present).toBe(9);
    expect(undo(startHistory(1)).present).toBe(1);
  });
  it('takes typing in one field as one step', () => {
    expect(undo(amend(remember(startHistory('a'), 'b'), 'bc')).present).toBe('a');
  });
});

describe('entry', () => {
  it('keeps each finding once and turns it round', () => {
    const once = addItem(EMPTY_ENTRY, raynaud);
    expect(addItem(once, raynaud)).toBe(once);
    expect(addItem(once, { ...raynaud, state: 'absent' }).items).toEqual([{ ...raynaud, state: 'absent' }]);
    expect(toggleItem(once, raynaud.id).items[0].state).toBe('absent');
    expect(isEmptyEntry(removeItem(once, raynaud.id))).toBe(true);
  });
  it('writes a case file in which nothing stands that was not entered', () => {
    expect(JSON.parse(caseFileText(EMPTY_ENTRY))).toEqual({});
    const calcium = { test: 'calcium', label: 'Calcium', value: '', unit: 'mg/dL', units: ['mmol/L', 'mg/dL'], flag: '' } as const;
    const entry = {
      ...changeLab(
        addLab(addItem(addItem(EMPTY_ENTRY, raynaud), { id: 'ckd', label: 'CKD', kind: 'condition', state: 'absent' }), calcium),
        'calcium',
        { value: '11,2' },
      ),
      ageYears: '34',
      sex: 'female',
    } as const;
    expect(JSON.parse(caseFileText(entry))).toEqual({
      patient: { age: '34 y', sex: 'female' },
      findings: [{ finding: 'hx-raynaud', state: 'present' }],
      conditions: [{ condition: 'ckd', state: 'absent' }],
      labs: [{ test: 'calcium', value: 11.2, unit: 'mg/dL' }],
    });
  });
  it('leaves a lab out until it has a value or a flag, and hands on what is no number for the reader to refuse', () => {
    const lab = { test: 'calcium', label: 'Calcium', value: '', unit: 'mg/dL', units: ['mmol/L', 'mg/dL'], flag: '' } as const;
    expect(JSON.parse(caseFileText(addLab(EMPTY_ENTRY, lab)))).toEqual({});
    expect(JSON.parse(caseFileText(addLab(EMPTY_ENTRY, { ...lab, value: '<2' })))).toEqual({
      labs: [{ test: 'calcium', value: '<2', unit: 'mg/dL' }],
    });
    expect(JSON.parse(caseFileText(addLab(EMPTY_ENTRY, { ...lab, flag: 'high' })))).toEqual({ labs: [{ test: 'calcium', flag: 'high' }] });
  });
  it('leaves an age with its own unit alone', () => {
    expect(JSON.parse(caseFileText({ ...EMPTY_ENTRY, ageYears: '5 mo' }))).toEqual({ patient: { age: '5 mo' } });
  });
});

describe('units', () => {
  it('offers the mass unit only where the molar mass is known', () => {
    expect(unitsFor({ unit: 'mmol/L', substance: true })).toEqual(['mmol/L', 'mg/dL']);
    expect(unitsFor({ unit: 'mmol/L', substance: false })).toEqual(['mmol/L']);
    expect(unitsFor({ unit: 'U/L', substance: true })).toEqual(['U/L']);
    expect(unitsFor({ unit: 'g/L', substance: false })).toEqual(['g/L', 'g/dL']);
  });
});

describe('decisions', () => {
  it('takes a decision back when it is made again', () => {
    const rejected = decide({}, 'L1', 'rejected');
    expect(rejected).toEqual({ L1: 'rejected' });
    expect(decide(rejected, 'L1', 'rejected')).toEqual({});
    expect(decide(rejected, 'L1', 'accepted')).toEqual({ L1: 'accepted' });
  });
  const none = { lesions: null, marks: [] };
  it('leaves groups as they are while nothing was rejected or edited', () => {
    expect(standingGroups(analysis, { decisions: {}, image: none })).toBe(analysis.groups);
    expect(standingGroups(analysis, { decisions: { L1: 'accepted' }, image: none })).toBe(analysis.groups);
  });
  it('forms groups anew from what is left: findings, pattern and volume follow, names and what was said stay', () => {
    const one = standingGroups(analysis, { decisions: { L1: 'rejected' }, image: none });
    const first = one.find((each) => each.id === 'G1');
    expect(first).toMatchObject({ lesionIds: ['L2'], lesionCount: 1, volumeMm3: analysis.lesions[1].volumeMm3 });
    expect(first?.findings.map((each) => each.finding)).toContain('dist-solitary');
    expect(first?.findings.flatMap((each) => each.because)).not.toContain('L1');
    expect(first?.differential).toBe(analysis.groups[0].differential);
    expect(standingGroups(analysis, { decisions: { L1: 'rejected', L2: 'rejected' }, image: none }).map((each) => each.id)).toEqual([
      'G2',
      'G3',
    ]);
  });
  it('follows edited voxels', () => {
    const lesions = analysis.lesions.map((each) => ({ ...each, voxels: new Int32Array(0), setCompartment: null }));
    const muscle = { ...lesions[0], compartment: 'muscle' as const, compartmentProbability: { muscle: 1 }, volumeMm3: 9 };
    const edits = { decisions: {}, image: { lesions: [muscle, ...lesions.slice(1)], marks: [] } };
    expect(standingLesions(analysis, edits)[0].volumeMm3).toBe(9);
    const holder = standingGroups(analysis, edits).find((each) => each.lesionIds.includes('L1'));
    expect(holder?.findings.map((each) => each.finding)).toContain('compartment-muscle');
  });
});

describe('search', () => {
  const word = (id: string, label: string, synonyms: string[] = []): Word => ({ id, label, category: 'hx', synonyms, units: [] });
  const words = [
    word('a', 'Serum calcium high'),
    word('b', 'Calcium', ['Ca']),
    word('c', 'Ménière disease'),
    word('d', 'Calcium gluconate infusion'),
  ];
  it.each([
    ['calcium', ['b', 'd', 'a']],
    ['meniere', ['c']],
    ['ca', ['b', 'd', 'a']],
    ['infusion glu', ['d']],
    ['zzz', []],
    ['  ', []],
  ])('answers %j with %j', (query, ids) => void expect(searchWords(words, query, 9).map((each) => each.word.id)).toEqual(ids));
  it('says by which name a word was found', () => void expect(searchWords(words, 'ca', 1)[0]).toMatchObject({ by: 'Ca' }));
  it('gives no more than asked for', () => void expect(searchWords(words, 'c', 2)).toHaveLength(2));
});

describe('keys', () => {
  const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
    key,
    ctrl: false,
    shift: false,
    alt: false,
    typing: false,
    ...more,
  });
  it('does what the sheet says, for every key on it', () => {
    for (const { keys } of SHEET)
      for (const { key, command } of keys) {
        const [ctrl, shift] = [key.startsWith('Ctrl+'), key.startsWith('Shift+')];
        expect(commandOf(press(key.replace(/^(Ctrl|Shift)\+/, ''), { ctrl, shift }))).toBe(command);
      }
  });
  it('names no key twice', () => {
    const all = SHEET.flatMap((each) => each.keys.map(({ key }) => key.toLowerCase()));
    expect(new Set(all).size).toBe(all.length);
  });
  it('gives a key to another command and loses none: the two change places', () => {
    const rebound = rebind({}, 'accept', 'X');
    const table = keyTable(rebound);
    expect([commandOf(press('x'), table), commandOf(press('a'), table)]).toEqual(['accept', 'reject']);
    expect(rebind({}, 'accept', 'Escape')).toEqual({});
    expect(rebind({}, 'escape', 'X')).toEqual({});
    const kept = new Map<string, string>();
    const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
    saveRebound(storage, rebound);
    expect(loadRebound(storage)).toEqual(rebound);
    expect(loadRebound({ getItem: () => 'no json' })).toEqual({});
    expect(loadRebound({ getItem: () => '{"fly":"Q","accept":7}' })).toEqual({});
  });
  it('lets a field have its letters and its own undo, but always lets go on Escape', () => {
    expect(commandOf(press('x', { typing: true }))).toBeNull();
    expect(commandOf(press('z', { typing: true, ctrl: true }))).toBeNull();
    expect(commandOf(press('Escape', { typing: true }))).toBe('escape');
    expect(commandOf(press('z', { ctrl: true, shift: true }))).toBe('redo');
    expect(commandOf(press('c', { ctrl: true }))).toBeNull();
    expect(commandOf(press('x', { alt: true }))).toBeNull();
  });
});

describe('dropped files', () => {
  const file = (path: string) => ({ path, file: new File([], path) });
  it('takes YAML as clinical anywhere, other text only when given itself', () => {
    const { images, clinical } = sortDropped(
      ['study/1.dcm', 'study/truth.json', 'study/case.yaml', 'bundle.json', 'oru.hl7', 'ct.nii.gz'].map(file),
    );
    expect(clinical.map((each) => each.path)).toEqual(['study/case.yaml', 'bundle.json', 'oru.hl7']);
    expect(images.map((each) => each.path)).toEqual(['study/1.dcm', 'study/truth.json', 'ct.nii.gz']);
  });
});

describe('workbench', () => {
  const study = { title: 'sample', analysis, images: [], volume: null, reportAddress: null };
  const opened = reduce(START, { kind: 'study', study });

  it('opens a study on the largest lesion of the question', () => void expect(opened).toMatchObject({ view: 'study', selected: 'L1' }));
  it('steps through the lesions round the ends', () => {
    expect(reduce(opened, { kind: 'step', by: -1 }).selected).toBe('L4');
    expect(reduce(reduce(opened, { kind: 'step', by: -1 }), { kind: 'step', by: 1 }).selected).toBe('L1');
  });
  it('undoes decisions and entries one by one, and typing as a whole', () => {
    const type = (state: State, age: string): State =>
      reduce(state, { kind: 'enter', entry: { ...state.edits.present.entry, ageYears: age }, typingIn: 'age' });
    const edited = type(type(reduce(opened, { kind: 'decide', lesionId: 'L1', decision: 'rejected' }), '3'), '34');
    expect(edited.edits.present.entry.ageYears).toBe('34');
    const back = reduce(edited, { kind: 'undo' });
    expect(back.edits.present).toMatchObject({ entry: { ageYears: '' }, decisions: { L1: 'rejected' } });
    expect(reduce(back, { kind: 'undo' }).edits.present.decisions).toEqual({});
    expect(reduce(back, { kind: 'redo' }).edits.present.entry.ageYears).toBe('34');
  });
  it('forgets edits, ranking and selection with the study they belong to', () => {
    const edited = reduce(opened, { kind: 'decide', lesionId: 'L1', decision: 'rejected' });
    const again = reduce(edited, { kind: 'study', study });
    expect(again.edits.past).toEqual([]);
    expect(reduce(edited, { kind: 'case' })).toMatchObject({ view: 'case', study: null, selected: null });
  });
  it('opens with the ranking hidden for a reader who wants to look first', () => {
    const careful = reduce(START, { kind: 'reader-first', on: true });
    const hidden = reduce(careful, { kind: 'study', study });
    expect(hidden.rankingHidden).toBe(true);
    expect(reduce(hidden, { kind: 'hide-ranking', hidden: false }).rankingHidden).toBe(false);
    expect(opened.rankingHidden).toBe(false);
  });
  it('keeps the volume of a run as soon as it is there, and says why a run ended', () => {
    const started = reduce(START, { kind: 'run-started', files: 3 });
    const volume = {
      grid: analysis.study.grid as never,
      hu: new Int16Array(1),
      lesions: [],
      revision: 0,
      loaded: 1,
      bone: null,
      windows: [],
    };
    expect(reduce(started, { kind: 'run-volume', volume }).run?.volume).toBe(volume);
    const ended = reduce(started, { kind: 'run-ended', trouble: { title: 'refused', issues: [], message: null } });
    expect(ended).toMatchObject({ view: 'home', run: null, trouble: { title: 'refused' } });
    expect(reduce(ended, { kind: 'run-progress', stage: 'x', fraction: 1, note: null }).run).toBeNull();
  });
});
