import { type Issue, issue, type Radiograph, readIssue, type SourceFile } from '../../core/index.ts';
import { isRadiograph, readRadiograph } from '../../dicom/index.ts';
import { mixedPatients } from '../read/patients.ts';
import { sortFiles } from '../sort/index.ts';

/** More views than this are several examinations. */
const MOST_RADIOGRAPHS = 64;

/** Every radiograph of a pile of files, in the order of their paths; two patients are refused as in a CT. */
export async function readRadiographs(
  files: readonly SourceFile[],
  options: { allowMixedPatients?: boolean } = {},
): Promise<{ radiographs: Radiograph[]; issues: Issue[] }> {
  const sorted = await sortFiles(files, () => {});
  const found = sorted.instances.filter(isRadiograph);
  const issues = [...sorted.issues, ...mixedPatients(found, options.allowMixedPatients ?? false)];
  if (found.length === 0)
    issues.push(
      issue('error', {
        code: 'radiograph-none',
        where: 'input',
        expected: 'a CR, DX or mammography image',
        received: 'none',
        fix: 'Give the radiograph.',
      }),
    );
  if (found.length > MOST_RADIOGRAPHS)
    issues.push(
      issue('warning', {
        code: 'radiograph-too-many',
        where: 'input',
        expected: `at most ${MOST_RADIOGRAPHS}`,
        received: `${found.length}`,
        fix: 'Give one examination.',
      }),
    );
  const refused = issues.some((each) => each.code === 'dicom-mixed-patients' && each.severity === 'error');
  const radiographs: Radiograph[] = [];
  for (const instance of refused ? [] : found.slice(0, MOST_RADIOGRAPHS)) {
    const { radiograph, issues: met } = await readRadiograph(sorted.files.get(instance.path)!).catch((cause: unknown) => ({
      radiograph: null,
      issues: [readIssue(cause, instance.path)],
    }));
    issues.push(...met);
    if (radiograph) radiographs.push(radiograph);
  }
  return { radiographs, issues };
}
