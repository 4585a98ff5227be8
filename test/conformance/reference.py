"""What pydicom (with GDCM) makes of each file below a folder, as JSON: shape, sum and SHA-256 of the stored values as
little endian int32. A file that pydicom cannot decode is first converted by DCMTK or GDCM. Tests only; Debian packages
python3-pydicom, python3-gdcm, dcmtk, libgdcm-tools."""
import hashlib, json, logging, os, subprocess, sys, tempfile, warnings

warnings.filterwarnings('ignore')
logging.disable(logging.CRITICAL)
import numpy
import pydicom

CONVERTERS = [
    ('dcmdjpeg', lambda a, b: ['dcmdjpeg', a, b]),
    ('dcmconv', lambda a, b: ['dcmconv', '+te', a, b]),
    ('gdcmconv', lambda a, b: ['gdcmconv', '--raw', a, b]),
]
SEQUENCE_END = b'\xfe\xff\xdd\xe0\x00\x00\x00\x00'


def entry(dataset, by):
    a = dataset.pixel_array
    values = numpy.ascontiguousarray(a).astype('<i4')
    return {'by': by, 'shape': list(a.shape), 'sum': int(values.sum(dtype='i8')), 'sha256': hashlib.sha256(values.tobytes()).hexdigest()}


def attempts(path):
    yield 'pydicom', lambda: pydicom.dcmread(path)

    def without_meta():
        d = pydicom.dcmread(path, force=True)
        if not getattr(d.file_meta, 'TransferSyntaxUID', None):
            d.file_meta.TransferSyntaxUID = '1.2.840.10008.1.2' if d.is_implicit_VR else '1.2.840.10008.1.2.1'
        return d

    yield 'pydicom, forced', without_meta
    for name, command in CONVERTERS:
        def converted():
            with tempfile.NamedTemporaryFile(suffix='.dcm') as out:
                subprocess.run(command(path, out.name), capture_output=True, timeout=30, check=True)
                d = pydicom.dcmread(out.name)
                d.PixelData
                return d
        yield name, converted

    def ended():
        with tempfile.NamedTemporaryFile(suffix='.dcm') as out:
            out.write(open(path, 'rb').read() + SEQUENCE_END)
            out.flush()
            d = pydicom.dcmread(out.name)
            d.PixelData
            return d

    yield 'pydicom, delimiter added', ended


def has_image(path):
    try:
        return 'Rows' in pydicom.dcmread(path, force=True, stop_before_pixels=True)
    except Exception:
        return True


def reference(path):
    if not has_image(path):
        return {'by': None, 'problem': 'no image'}
    for by, read in attempts(path):
        try:
            return entry(read(), by)
        except Exception as cause:
            problem = type(cause).__name__
    return {'by': None, 'problem': problem}


root = sys.argv[1]
found = {}
for folder, _, names in os.walk(root):
    for name in sorted(names):
        path = os.path.join(folder, name)
        found[os.path.relpath(path, root)] = reference(path)
json.dump(found, sys.stdout)
