import { useId, useState } from 'react';
import type { Analysis } from '../../../src/report/index.ts';

export type Dictionary = Pick<Analysis, 'labels' | 'references'>;

/** Citations as text. A link is followed only when it is clicked, in a window of its own that learns nothing of this one. */
export function ReferenceLines({ ids, references }: { ids: readonly string[]; references: Dictionary['references'] }) {
  return (
    <ul className="sources">
      {ids.map((id) => {
        const found = references[id];
        if (!found) return <li key={id}>{id}</li>;
        const link = found.doi ? `https://doi.org/${found.doi}` : found.url;
        return (
          <li key={id}>
            {found.citation}
            {found.doi && <> doi:{found.doi}</>}
            {found.pmid && <> PMID {found.pmid}</>}
            {link && (
              <>
                {' '}
                <a href={link} target="_blank" rel="noreferrer noopener">
                  open outside
                </a>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** A small button that shows where a number is from. Nothing is fetched. */
export function Cite({ ids, references, about }: { ids: readonly string[]; references: Dictionary['references']; about: string }) {
  const id = useId();
  const [place, setPlace] = useState<{ left: number; top: number }>({ left: 0, top: 0 });
  if (!ids.length) return <span className="cite none" />;
  return (
    <>
      <button
        type="button"
        className="cite"
        popoverTarget={id}
        aria-label={`${ids.length} ${ids.length === 1 ? 'source' : 'sources'}: ${about}`}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const wide = Math.min(POPOVER_WIDTH, window.innerWidth - 2 * MARGIN);
          setPlace({ left: Math.max(MARGIN, Math.min(box.left, window.innerWidth - wide - MARGIN)), top: box.bottom + 4 });
        }}
      >
        {ids.length}
      </button>
      <div popover="auto" id={id} className="citation" style={{ left: place.left, top: `min(${place.top}px, calc(100vh - 12em))` }}>
        <ReferenceLines ids={ids} references={references} />
      </div>
    </>
  );
}

const POPOVER_WIDTH = 420;
const MARGIN = 8;
