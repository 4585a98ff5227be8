import { expect, it } from 'vitest';
import { createRandom, sourceFromBytes } from '../../src/core/index.ts';
import { readSegmentation } from '../../src/dicom/index.ts';
import {
  placeSegmentation,
  planSegmentation,
  readStructuredReport,
  writeSegmentation,
  writeStructuredReport,
} from '../../src/report/index.ts';
import { boxSlices, ORIENTATIONS, studyOf } from '../fixtures/dicom-study.ts';
import { mutate } from './mutate.ts';

const INPUTS = Number(process.env['FUZZ_OBJECTS'] ?? 900);
const LONGEST_MS = 1000;

it(`reads ${INPUTS} mutated segmentations and reports without a crash or a hang, and refuses with an error`, async () => {
  const study = await studyOf(boxSlices(ORIENTATIONS[3]));
  const plan = planSegmentation(study).value!;
  const seeds = [
    writeSegmentation(plan),
    writeSegmentation(planSegmentation({ ...study, options: { encoding: 'labelmap' } }).value!),
    writeStructuredReport({ ...study, segmentation: plan.reference }).value!,
  ];
  const random = createRandom(5);
  let read = 0;
  let slowest = 0;
  for (let input = 0; input < INPUTS; input++) {
    const which = input % seeds.length;
    const file = sourceFromBytes('object', mutate(seeds[which], random, seeds[(which + 1) % seeds.length]));
    const begun = performance.now();
    const outcomes =
      which < 2
        ? [
            await placeSegmentation(file, study.canonical).then(({ placed, issues }) => ({ got: placed, issues })),
            await readSegmentation(file).then(({ segmentation, issues }) => ({ got: segmentation, issues })),
          ]
        : [await readStructuredReport(file).then(({ report, issues }) => ({ got: report, issues }))];
    slowest = Math.max(slowest, performance.now() - begun);
    for (const { got, issues } of outcomes) {
      if (got) read++;
      else expect(issues.some((each) => each.severity === 'error')).toBe(true);
    }
  }
  expect(read).toBeGreaterThan(INPUTS / 20);
  expect(slowest).toBeLessThan(LONGEST_MS);
}, 120_000);
