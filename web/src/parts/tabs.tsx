import { type ReactNode, useId } from 'react';
import { keepStop, moveInList } from '../hooks/roving.ts';

export interface Tab {
  readonly id: string;
  readonly words: string;
  readonly panel: ReactNode;
}

/** Tabs as the ARIA practices have them: arrows between, Tab into the panel. */
export function Tabs(props: { label: string; tabs: readonly Tab[]; at: string; onTab: (id: string) => void }) {
  const { label, tabs, at, onTab } = props;
  const base = useId();
  const open = tabs.find((each) => each.id === at) ?? tabs[0];
  return (
    <div className="tabbed">
      <div
        className="tab-row"
        role="tablist"
        aria-label={label}
        tabIndex={-1}
        data-arrows
        onKeyDown={(event) => void moveInList(event, 'horizontal')}
        onFocus={keepStop}
      >
        {tabs.map((each) => (
          <button
            key={each.id}
            type="button"
            role="tab"
            id={`${base}-${each.id}`}
            data-stop
            tabIndex={each === open ? 0 : -1}
            aria-selected={each === open}
            aria-controls={`${base}-panel`}
            onClick={() => onTab(each.id)}
            onFocus={() => onTab(each.id)}
          >
            {each.words}
          </button>
        ))}
      </div>
      <div className="tab-panel" role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${open.id}`}>
        {open.panel}
      </div>
    </div>
  );
}
