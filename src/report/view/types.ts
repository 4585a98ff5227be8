import type { Analysis, AnalysisGroup } from '../analysis/index.ts';
import type { KeyImage } from '../keyimage/index.ts';

/** What was reasoned of one group, or of a case without images. */
export type Reasoned = Omit<AnalysisGroup, 'lesionIds' | 'lesionCount' | 'volumeMm3' | 'extent' | 'expected'>;
/** What the reasoning part of a report is told from. */
export type Told = Pick<Analysis, 'labels' | 'references'> &
  Partial<Pick<Analysis, 'technique'>> & { readonly groups: readonly Reasoned[] };

/** A piece of text in one style; plain text that each renderer escapes or sets in its own way. */
export interface Span {
  readonly text: string;
  readonly bold?: boolean;
  readonly soft?: boolean;
  /** Numbers in the list of references. */
  readonly references?: readonly number[];
}

export type Words = readonly Span[];

/** Evidence drawn as a bar: a likelihood ratio. */
export interface Bar {
  readonly label: string;
  readonly log10: number;
  readonly factor: string;
  readonly references: readonly number[];
}

export interface CauseFigure {
  readonly rank: number;
  readonly label: string;
  readonly mechanism: string;
  readonly probability: number;
  readonly interval: readonly [number, number];
  readonly probabilityWords: string;
  readonly intervalWords: string;
  readonly speaksFor: readonly Bar[];
  readonly speaksAgainst: readonly Bar[];
  readonly moreFor: number;
  readonly moreAgainst: number;
}

export interface RankedReason {
  readonly label: string;
  readonly chance: string;
  readonly speaksFor: string;
  readonly speaksAgainst: string;
}

export interface Column {
  readonly title: string;
  readonly numeric?: boolean;
  /** Relative width; 1 when left out. Only a renderer that sets columns itself needs it. */
  readonly width?: number;
}

/** What a report is made of. Every renderer knows every kind, so that no view can leave one out. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string; readonly note?: string }
  | { readonly kind: 'paragraph'; readonly words: Words; readonly size?: 'lead' | 'small' }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Words[] }
  | { readonly kind: 'reasons'; readonly items: readonly RankedReason[] }
  | {
      readonly kind: 'table';
      readonly caption: string | null;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Words[])[];
      readonly size: 'small' | 'dense';
    }
  | { readonly kind: 'cause'; readonly cause: CauseFigure }
  | { readonly kind: 'references'; readonly items: readonly ReferenceLine[] };

export interface ReferenceLine {
  readonly citation: string;
  /** Checked to be one; null otherwise. */
  readonly doi: string | null;
  readonly pmid: string | null;
}

export interface GateView {
  readonly title: string;
  readonly urgency: string;
  readonly action: string;
  readonly why: string;
}

/** Everything a report on paper says, in the order it is said: HTML and PDF are renderings of this and of nothing else. */
export interface ReportView {
  readonly title: string;
  readonly label: string;
  readonly disclaimer: string;
  /** Version, knowledge, settings, and whether a reader looked: one line, on every page's foot. */
  readonly made: string;
  /** `long`: a sentence, on a line of its own. */
  readonly identity: readonly { readonly name: string; readonly value: string; readonly long: boolean }[];
  readonly gates: readonly GateView[];
  readonly impression: readonly Block[];
  readonly body: readonly Block[];
  /** null of a case without images. */
  readonly images: readonly KeyImage[] | null;
  /** Drawn too where the page has room. */
  readonly moreImages: readonly KeyImage[];
  /** Full width, below both columns. */
  readonly below: readonly Block[];
  readonly appendix: readonly Block[];
}

/** How much the first page says; the appendix always says all. */
export interface FrontDetail {
  readonly groups: number;
  readonly causes: number;
  readonly figures: number;
  readonly bars: number;
  readonly rows: number;
  readonly limits: number;
  readonly images: number;
  readonly tests: number;
}
