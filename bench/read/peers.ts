import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** pydicom and GDCM readers: sorted by position into one int16 volume, as a user of either writes it; the sum shows that all read the same. */
const PYDICOM = `import sys,os,glob,numpy as n,pydicom
d=[pydicom.dcmread(p) for p in glob.glob(sys.argv[1]+'/*')];d.sort(key=lambda x:float(x.ImagePositionPatient[2]))
v=n.empty((len(d),)+(d[0].Rows,d[0].Columns),n.int16)
for i,x in enumerate(d): v[i]=x.pixel_array*int(x.RescaleSlope)+int(x.RescaleIntercept)
if len(sys.argv)>2: print(int(v.sum(dtype='i8')))`;
const GDCM = `import sys,glob,numpy as n,gdcm
f=gdcm.IPPSorter();f.SetComputeZSpacing(True);f.Sort(glob.glob(sys.argv[1]+'/*'));names=f.GetFilenames()
v=n.empty((len(names),512,512),n.int16)
for i,p in enumerate(names):
  r=gdcm.ImageReader();r.SetFileName(p);assert r.Read()
  v[i]=n.frombuffer(r.GetImage().GetBuffer().encode('utf-8','surrogateescape'),n.int16).reshape(512,512)
if len(sys.argv)>2: print(int(v.sum(dtype='i8')))`;
/** Series of a folder by their headers. */
const PYDICOM_LIST = `import sys,glob,pydicom
s={}
for p in glob.glob(sys.argv[1]+'/*'):
  d=pydicom.dcmread(p,stop_before_pixels=True);s.setdefault(d.SeriesInstanceUID,[]).append([float(x) for x in d.ImagePositionPatient])
print(len(s))`;
const GDCM_LIST = `import sys,glob,gdcm
s=gdcm.Scanner()
for t in ((0x20,0xe),(0x20,0x32),(0x20,0x37),(0x28,0x30)): s.AddTag(gdcm.Tag(*t))
assert s.Scan(glob.glob(sys.argv[1]+'/*'));print(len(s.GetValues(gdcm.Tag(0x20,0xe))))`;

export interface Reader {
  readonly name: string;
  /** With `--sum` as one more argument, all but dcm2niix print the sum of the voxels. */
  readonly command: (folder: string, scratch: string) => string[];
  readonly there: boolean;
}

const PYTHON = '/usr/bin/python3';
const runs = (command: string, args: string[]): boolean => spawnSync(command, args).status === 0;
const one = fileURLToPath(new URL('./one.js', import.meta.url));
const has = {
  dcm2niix: runs('which', ['dcm2niix']),
  gdcm: runs(PYTHON, ['-c', 'import gdcm,numpy']),
  pydicom: runs(PYTHON, ['-c', 'import pydicom,numpy']),
};

export const READERS: readonly Reader[] = [
  { name: 'calcimap', command: (folder) => [process.execPath, one, folder, '2'], there: true },
  {
    name: 'dcm2niix',
    command: (folder, scratch) => ['dcm2niix', '-z', 'n', '-b', 'n', '-f', 'out', '-o', scratch, folder],
    there: has.dcm2niix,
  },
  { name: 'gdcm', command: (folder) => [PYTHON, '-c', GDCM, folder], there: has.gdcm },
  { name: 'pydicom', command: (folder) => [PYTHON, '-c', PYDICOM, folder], there: has.pydicom },
];

/** Headers only. */
export const LISTERS: readonly Reader[] = [
  { name: 'calcimap', command: (folder) => [process.execPath, one, folder, '1', '--list'], there: true },
  { name: 'dcm2niix', command: (folder) => ['dcm2niix', '-n', '-1', '-f', 'out', folder], there: has.dcm2niix },
  { name: 'gdcm', command: (folder) => [PYTHON, '-c', GDCM_LIST, folder], there: has.gdcm },
  { name: 'pydicom', command: (folder) => [PYTHON, '-c', PYDICOM_LIST, folder], there: has.pydicom },
];

/** A tilted stack has to be brought onto a rectangular grid: of the peers dcm2niix does that. */
export const SHEARERS: readonly Reader[] = READERS.slice(0, 2);
