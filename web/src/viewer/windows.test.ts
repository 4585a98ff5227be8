import { expect, it } from 'vitest';
import { ownWindow, PRESETS, windowsOf } from './windows.ts';

const stated = [
  { levelHu: -600, widthHu: 1600, name: 'LUNG' },
  { levelHu: 50, widthHu: 350, name: null },
];

it("should offer the file's own windows after the presets, and step through them", () => {
  expect(windowsOf(stated).map((each) => each.name)).toEqual([...PRESETS.map((each) => each.name), 'File 1', 'File 2']);
  const first = ownWindow(stated, 2);
  expect(first).toEqual({ preset: PRESETS.length, window: { levelHu: -600, widthHu: 1600 } });
  const second = ownWindow(stated, first!.preset);
  expect(second!.window).toEqual({ levelHu: 50, widthHu: 350 });
  expect(ownWindow(stated, second!.preset)).toEqual(first);
  expect(ownWindow([], 0)).toBeNull();
});
