"""Seconds of the same kernels in scipy and scikit-image, once each: `peers.py volume.raw slices` prints JSON."""
import json
import sys
import time

import numpy as np
from scipy import ndimage

v = np.fromfile(sys.argv[1], dtype=np.int16).reshape(int(sys.argv[2]), 512, 512)
t130, t60, body = v >= 130, v >= 60, v >= -300
out = {}


def timed(name, work):
    start = time.perf_counter()
    result = work()
    out[name] = time.perf_counter() - start
    return result


def ball(r):
    z, y, x = np.ogrid[-r : r + 1, -r : r + 1, -r : r + 1]
    return x * x + y * y + z * z <= r * r


timed("threshold", lambda: v >= 130)
timed("gaussian", lambda: ndimage.gaussian_filter(v.astype(np.float32), (0.75, 1, 1), truncate=3))
timed("close3", lambda: ndimage.binary_closing(body, ball(3)))
timed("fill", lambda: ndimage.binary_fill_holes(t60))
labels, n = timed("label130", lambda: ndimage.label(t130, np.ones((3, 3, 3))))
timed("label60", lambda: ndimage.label(t60, np.ones((3, 3, 3))))
index = np.arange(1, n + 1)
timed("statistics", lambda: (ndimage.sum(v, labels, index), ndimage.maximum(v, labels, index), ndimage.minimum(v, labels, index)))
timed("edt", lambda: ndimage.distance_transform_edt(body, (1, 0.75, 0.75)))
timed("edt130", lambda: ndimage.distance_transform_edt(~t130, (1, 0.75, 0.75)))
print(json.dumps(out))
