// Arrows only look down (docs/architecture.md). A room may import the rooms named here, and itself.
const rooms = {
  core: [],
  dicom: ['core'],
  nifti: ['core'],
  intake: ['core', 'dicom', 'nifti'],
  kernels: ['core'],
  anatomy: ['core', 'kernels'],
  lesions: ['core', 'kernels', 'anatomy'],
  phantom: ['core', 'dicom', 'nifti'],
  radiograph: ['core', 'kernels', 'anatomy', 'lesions'],
  knowledge: ['core'],
  clinical: ['core', 'knowledge'],
  reasoning: ['core', 'knowledge', 'clinical'],
  followup: ['core', 'kernels', 'anatomy', 'lesions'],
  report: ['core', 'dicom', 'nifti', 'anatomy', 'lesions', 'knowledge', 'clinical', 'reasoning', 'followup'],
  pipeline: ['core', 'intake', 'dicom', 'nifti', 'kernels', 'anatomy', 'lesions', 'radiograph', 'knowledge', 'clinical', 'reasoning', 'followup', 'report', 'phantom'],
  host: ['core', 'dicom', 'kernels'],
  service: ['core', 'host', 'pipeline', 'report', 'knowledge', 'clinical', 'reasoning', 'dicom', 'intake'],
  cli: ['core', 'host', 'pipeline', 'report', 'knowledge', 'clinical', 'reasoning', 'intake', 'phantom', 'dicom', 'nifti', 'service', 'kernels', 'anatomy', 'lesions', 'followup'],
};
const arrows = Object.entries(rooms).map(([room, below]) => ({
  name: `${room}-looks-down`,
  severity: 'error',
  from: { path: `^src/${room}/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^src/', pathNot: `^src/(${[room, ...below].join('|')})/` },
}));
module.exports = {
  forbidden: [
    ...arrows,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'runs-in-a-browser',
      comment: 'everything below service, host and cli must run unchanged in a page',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(service|host|cli)/|\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'web-through-the-door',
      comment: 'the page talks to the library through its public exports',
      severity: 'error',
      from: { path: '^web/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^src/', pathNot: '^src/[a-z]+/index\\.ts$|^src/index\\.ts$' },
    },
    { name: 'not-to-tests', severity: 'error', from: { pathNot: '\\.test\\.tsx?$' }, to: { path: '\\.test\\.tsx?$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
    exclude: { path: '^(dist|node_modules|web/dist)/|^src/kernels/assembly/' },
  },
};
