import { useEffect, useRef, useState } from 'react';
import type { Incoming } from '../hooks/use-reader.ts';
import { addItem, addLab, changeLab, type Entry } from '../model/entry.ts';
import { useAnswer } from '../thinking/ask.tsx';
import type { ReadItem, Reading, ReadLab } from '../thinking/messages.ts';
import { Issues } from './issues.tsx';

type Decision = 'taken' | 'denied';

/** The text with the words marked that something was read from. */
function MarkedText({ reading, lit, onLit }: { reading: Reading; lit: string | null; onLit: (key: string | null) => void }) {
  const { text } = reading;
  if (text === null) return <p className="soft">Read as {reading.format}; each line below says where it stood.</p>;
  const spans = [...reading.items, ...reading.labs]
    .flatMap(({ key, span }) => (span ? [{ key, from: span[0], to: span[1] }] : []))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const parts: { text: string; key: string | null; from: number }[] = [];
  let at = 0;
  for (const { key, from, to } of spans) {
    // words inside words that are marked already are named in the list alone
    if (from < at) continue;
    if (from > at) parts.push({ text: text.slice(at, from), key: null, from: at });
    parts.push({ text: text.slice(from, to), key, from });
    at = to;
  }
  parts.push({ text: text.slice(at), key: null, from: at });
  return (
    <p className="marked">
      {parts.map((each) =>
        each.key === null ? (
          each.text
        ) : (
          <mark
            key={each.from}
            className={lit === each.key ? 'lit' : ''}
            onPointerEnter={() => onLit(each.key)}
            onPointerLeave={() => onLit(null)}
          >
            {each.text}
          </mark>
        ),
      )}
    </p>
  );
}

function addRead(entry: Entry, item: ReadItem): Entry {
  const { key: _k, span: _s, ...fact } = item;
  return addItem(entry, fact);
}
function addReadLab(entry: Entry, lab: ReadLab): Entry {
  const { key: _k, span: _s, ...result } = lab;
  return changeLab(addLab(entry, result), lab.test, result);
}

const labWords = (lab: ReadLab): string => [lab.label, lab.value, lab.unit, lab.flag].filter(Boolean).join(' ');
const itemWords = (item: ReadItem): string =>
  `${item.state === 'absent' ? 'no ' : ''}${item.label}${item.probability === undefined ? '' : ` (possible, ${Math.round(item.probability * 100)} %)`}`;

/** What was read, line by line: nothing enters the case that the reader did not take. */
function ReadLines(props: {
  reading: Reading;
  decided: Readonly<Record<string, Decision>>;
  lit: string | null;
  onLit: (key: string | null) => void;
  onDecide: (key: string, decision: Decision) => void;
}) {
  const { reading, decided, lit, onLit, onDecide } = props;
  const lines = [
    ...reading.items.map((each) => ({ key: each.key, said: itemWords(each), words: each.words, span: each.span })),
    ...reading.labs.map((each) => ({ key: each.key, said: labWords(each), words: each.words, span: each.span })),
  ].sort((a, b) => (a.span?.[0] ?? 0) - (b.span?.[0] ?? 0));
  return (
    <ul className="read-lines" aria-label="Read from the text">
      {lines.map(({ key, said, words }) => (
        <li
          key={key}
          className={`${decided[key] ?? ''} ${lit === key ? 'lit' : ''}`}
          onPointerEnter={() => onLit(key)}
          onPointerLeave={() => onLit(null)}
        >
          <span>
            {said} {words && <q className="soft">{words}</q>}
          </span>
          <button type="button" aria-pressed={decided[key] === 'taken'} onFocus={() => onLit(key)} onClick={() => onDecide(key, 'taken')}>
            Take<span className="hidden"> {said}</span>
          </button>
          <button type="button" aria-pressed={decided[key] === 'denied'} onFocus={() => onLit(key)} onClick={() => onDecide(key, 'denied')}>
            Deny<span className="hidden"> {said}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A letter, a lab print-out or a clinical file: read, shown with its words marked, and confirmed line by line. */
export function LetterReader({ entry, incoming, onChange }: { entry: Entry; incoming: Incoming | null; onChange: (entry: Entry) => void }) {
  const [text, setText] = useState(incoming?.text ?? '');
  const [source, setSource] = useState<{ name: string; text: string } | null>(incoming);
  const [decided, setDecided] = useState<Readonly<Record<string, Decision>>>({});
  const [lit, setLit] = useState<string | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const reading = useAnswer('read', source && { name: source.name, text: source.text });
  const open = (name: string, content: string): void => {
    setSource({ name, text: content });
    setDecided({});
  };
  useEffect(() => {
    if (incoming) {
      setSource(incoming);
      setDecided({});
    }
  }, [incoming]);

  const decide = (key: string, decision: Decision): void => {
    const item = reading?.items.find((each) => each.key === key);
    const lab = reading?.labs.find((each) => each.key === key);
    if (decision === 'taken' && item) onChange(addRead(entry, item));
    if (decision === 'taken' && lab) onChange(addReadLab(entry, lab));
    if (decision === 'denied' && decided[key] === 'taken')
      onChange({
        ...entry,
        items: entry.items.filter((each) => each.id !== item?.id),
        labs: entry.labs.filter((each) => each.test !== lab?.test),
      });
    setDecided({ ...decided, [key]: decision });
  };
  const takeAll = (): void => {
    if (!reading) return;
    const items = reading.items.filter((each) => decided[each.key] !== 'denied');
    const labs = reading.labs.filter((each) => decided[each.key] !== 'denied');
    let next = labs.reduce(addReadLab, items.reduce(addRead, entry));
    if (!next.ageYears) next = { ...next, ageYears: reading.patient.ageYears };
    if (!next.sex) next = { ...next, sex: reading.patient.sex };
    if (!next.setting) next = { ...next, setting: reading.setting };
    onChange(next);
    setDecided({ ...decided, ...Object.fromEntries([...items, ...labs].map((each) => [each.key, 'taken' as const])) });
  };
  const number = (reading?.items.length ?? 0) + (reading?.labs.length ?? 0);
  const who = [reading?.patient.ageYears && `${reading.patient.ageYears} y`.replace('mo y', 'mo'), reading?.patient.sex]
    .filter(Boolean)
    .join(', ');

  if (!source || !reading)
    return (
      <div className="letter">
        <label>
          Letter, report or lab print-out
          <textarea
            rows={8}
            value={text}
            spellCheck={false}
            placeholder="Paste text here. It is read in this page and goes nowhere."
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <p>
          <button type="button" disabled={!text.trim()} onClick={() => open('letter', text)}>
            Read it
          </button>{' '}
          <button type="button" onClick={() => file.current?.click()}>
            Open a file
          </button>{' '}
          <span className="soft">FHIR R4, HL7 v2, phenopacket, case YAML, CSV of results or text; dropped on the page too</span>
          <input
            ref={file}
            type="file"
            hidden
            data-testid="clinical-file"
            onChange={(event) => {
              const [picked] = event.target.files ?? [];
              if (picked) void picked.text().then((content) => open(picked.name, content));
            }}
          />
        </p>
        {source && !reading && <p className="soft">Reading …</p>}
      </div>
    );
  return (
    <div className="letter">
      <p>
        <b>{number}</b> {number === 1 ? 'fact' : 'facts'} read from {source.name}
        {who && <> about a patient: {who}</>}. Take what is right.
      </p>
      <p className="row">
        <button type="button" className="main" disabled={!number && !who} onClick={takeAll}>
          Take all that is not denied
        </button>
        <button type="button" onClick={() => setSource(null)}>
          Another text
        </button>
      </p>
      <MarkedText reading={reading} lit={lit} onLit={setLit} />
      <ReadLines reading={reading} decided={decided} lit={lit} onLit={setLit} onDecide={decide} />
      <Issues issues={reading.issues} title="Not understood or questioned" />
    </div>
  );
}
