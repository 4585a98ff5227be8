/** An order of slices from the middle outwards, which shows the most the soonest: 0 -> the middle, then one before, one after... */
export const middleOut =
  (count: number): ((at: number) => number) =>
  (at) => {
    const middle = count >> 1;
    const step = (at + 1) >> 1;
    return at % 2 === 1 ? middle - step : middle + step;
  };
