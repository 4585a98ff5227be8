import type { Knowledge } from '../../knowledge/types.ts';
import type { CueSpan } from './cues.ts';
import type { Hit } from './dictionary.ts';
import { CALCIFICATION, CALCIFICATION_PAIR, LESION } from './prose.ts';
import type { Sentence, Token } from './tokens.ts';

export interface Mentions {
  /** Places (token index) that speak of calcification. */
  readonly calcification: readonly number[];
  readonly lesion: boolean;
  /** Densities or opacities are spoken of. */
  readonly dense: boolean;
}

export function mentions(tokens: readonly Token[]): Mentions {
  const calcification: number[] = [];
  let lesion = false;
  let dense = false;
  tokens.forEach((token, at) => {
    if (CALCIFICATION.test(token.word)) calcification.push(at);
    else if (CALCIFICATION_PAIR.some(([first, second]) => first.test(token.word) && second.test(tokens[at + 1]?.word ?? '')))
      calcification.push(at);
    if (LESION.test(token.word)) lesion = true;
    if (/^(density|opacity)$/.test(token.word)) dense = true;
  });
  return { calcification, lesion, dense };
}

/** One sentence with all that is known of it. */
export interface Reading {
  readonly knowledge: Knowledge;
  readonly hits: readonly Hit[];
  readonly text: string;
  readonly sentence: Sentence;
  readonly cues: readonly CueSpan[];
  readonly families: readonly { from: number; to: number; words: string }[];
  readonly about: Mentions;
  readonly aboutCalcium: boolean;
}
