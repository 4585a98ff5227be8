"""A plain phantom by other means than the product's: solids on a voxel grid with numpy, blurred and made noisy.

    python3 bench/plain/make.py BODY SEED NOISE_HU OUT

BODY: torso, enhanced, thick, thigh, knee, forearm, head. Writes OUT.nii.gz (HU), OUT.labels.nii.gz (lesion numbers)
and OUT.json (truth). Needs python3-numpy, python3-scipy, python3-nibabel. Axes: x to the left, y to the back, z up (LPS, mm).
It shares no code with src/phantom, so that rules which only fit those phantoms are found out.
"""

import json
import sys

import nibabel
import numpy as np
from scipy import ndimage

SKIN, FAT, MUSCLE, VISCERA, BONE, ARTERY, AIR = range(1, 8)
PSF_SIGMA_MM = 0.6
GRIDS = {  # voxels (z, y, x) and their sizes, mm
    "torso": ((200, 280, 360), (1.0, 1.0, 1.0)),
    "enhanced": ((200, 320, 420), (1.0, 0.85, 0.85)),
    "thick": ((44, 300, 420), (5.0, 0.8, 0.8)),
    "thigh": ((220, 230, 420), (1.25, 0.9, 0.9)),
    "knee": ((240, 200, 380), (1.0, 0.8, 0.8)),
    "forearm": ((260, 160, 200), (1.0, 0.6, 0.6)),
    "head": ((220, 380, 330), (0.8, 0.6, 0.6)),
}
#: lesions asked for in each compartment; longest diameters of the small ones, mm
WANTED = {"skin": 15, "subcutaneous": 60, "muscle": 50, "viscera": 35, "bone-near": 20, "artery": 12}
DIAMETER_MM = (1.2, 14.0)
MOST_MM = {"skin": 2.2, "artery": 4.0}


class Scene:
    """HU and kind of every voxel, painted one solid after another."""

    def __init__(self, body):
        shape, self.spacing = GRIDS[body]
        axes = [((np.arange(n) - n / 2) * s).astype(np.float32) for n, s in zip(shape, self.spacing)]
        self.z, self.y, self.x = np.meshgrid(*axes, indexing="ij")
        self.hu = np.full(shape, -1000, np.float32)
        self.kind = np.zeros(shape, np.uint8)

    def paint(self, where, hu, kind):
        self.hu[where] = hu
        self.kind[where] = kind

    def oval(self, x, y, a, b):
        return ((self.x - x) / a) ** 2 + ((self.y - y) / b) ** 2

    def ellipsoid(self, x, y, z, a, b, c):
        return self.oval(x, y, a, b) + ((self.z - z) / c) ** 2 < 1

    def outline(self, x, y, a, b, fat_mm):
        """Skin of 2 mm, fat, muscle."""
        self.paint(self.oval(x, y, a, b) < 1, 50, SKIN)
        self.paint(self.oval(x, y, a - 2, b - 2) < 1, -105, FAT)
        self.paint(self.oval(x, y, a - 2 - fat_mm, b - 2 - fat_mm) < 1, 55, MUSCLE)

    def tube(self, x, y, radius, hu, kind, sway=0.0, phase=0.0):
        dx = self.x - x - sway * np.sin(self.z / 40 + phase)
        dy = self.y - y - sway * np.cos(self.z / 50 + phase)
        self.paint(dx**2 + dy**2 < radius**2, hu, kind)

    def shaft(self, x, y, radius, cortex_mm, marrow_hu, sway=0.0, phase=0.0):
        self.tube(x, y, radius, 900, BONE, sway, phase)
        self.tube(x, y, radius - cortex_mm, marrow_hu, BONE, sway, phase)


def torso(s, rng, enhanced):
    s.outline(0, 0, 160, 110, 22)
    s.paint(s.oval(0, -12, 115, 65) < 1, -90, VISCERA)
    s.paint(s.ellipsoid(-55, -20, 0, 55, 50, 70), 105 if enhanced else 58, VISCERA)
    s.paint(s.ellipsoid(65, -5, 0, 30, 28, 55), 115 if enhanced else 48, VISCERA)
    for side in (-1, 1):
        s.paint(s.ellipsoid(side * 60, 38, -20, 22, 20, 50), 195 if enhanced else 33, VISCERA)
    for _ in range(10):
        x, y, z = rng.uniform(-1, 1, 3) * [70, 30, 80]
        s.paint(s.ellipsoid(x, y - 25, z, 14, 12, 14), 35, VISCERA)
    s.tube(-8, 26, 10, 310 if enhanced else 42, ARTERY, 2)
    if enhanced:
        s.tube(17, 25, 11, 140, VISCERA, 2)
    s.shaft(0, 62, 21, 1.5, 180)
    s.paint((np.abs(s.x) < 6) & (s.y > 83) & (s.y < 98), 700, BONE)
    ring = s.oval(0, -5, 128, 82)
    for level in range(-4, 5):
        height = s.z - level * 24 - 0.12 * (s.y + 60)
        beside = (s.y < 60) & (s.z > -20)
        s.paint((ring < 1) & (ring > 0.9) & (np.abs(height) < 5) & beside, 350, BONE)
        s.paint((ring < 0.99) & (ring > 0.91) & (np.abs(height) < 3.8) & beside, 150, BONE)


def thigh(s):
    for side in (-1, 1):
        x = side * 92
        s.outline(x, 0, 82, 78, 17)
        s.shaft(x + side * 5, -6, 13.5, 4.5, -20, 2, side)
        s.tube(x - side * 22, 8, 4, 42, ARTERY, 3, side)
        s.tube(x - side * 26, 16, 5, 42, MUSCLE, 3, side)


def knee(s):
    for side in (-1, 1):
        x = side * 75
        s.outline(x, 0, 62, 66, 9)
        away = np.hypot(s.x - x, (s.y - 4) / 0.9)
        femur = np.where(s.z > 2, 13 + 15 * np.exp(-(((s.z - 2) / 22) ** 2)), 0)
        tibia = np.where(s.z < -2, 12 + 15 * np.exp(-(((-2 - s.z) / 20) ** 2)), 0)
        s.paint((away < femur) | (away < tibia), 850, BONE)
        s.paint(((away < femur - 2.2) & (s.z > 4)) | ((away < tibia - 2.2) & (s.z < -4)), 180, BONE)
        s.paint(s.ellipsoid(x, -34, 18, 14, 7, 15), 800, BONE)
        s.paint(s.ellipsoid(x, -34, 18, 12, 5, 13), 180, BONE)
        s.tube(x - side * 4, 36, 3.2, 42, ARTERY, 1)
        s.tube(x + side * 6, 38, 4, 42, MUSCLE, 1)


def forearm(s):
    s.outline(0, 0, 48, 38, 7)
    s.shaft(-15, 3, 6.5, 2.3, 60, 1, 0)
    s.shaft(17, 5, 6, 2.2, 60, 1, 1)
    s.tube(-18, -14, 1.5, 42, ARTERY)
    s.tube(16, -12, 1.5, 42, ARTERY)


def head(s):
    for grown, hu, kind in ((0, 50, SKIN), (-2, -100, FAT), (-4.5, 55, MUSCLE)):
        s.paint(s.ellipsoid(0, 0, 25, 78 + grown, 98 + grown, 86 + grown), hu, kind)
    for grown, hu, kind in ((0, 50, SKIN), (-2, -100, FAT), (-8, 55, MUSCLE)):
        s.paint((s.z < -10) & (s.oval(0, 15, 58 + grown, 60 + grown) < 1), hu, kind)
    s.paint((s.z > -25) & s.ellipsoid(0, 0, 25, 72, 92, 80), 900, BONE)
    s.shaft(0, 40, 17, 1.5, 200)
    s.paint((s.z < -30) & (s.oval(0, -5, 9, 9) < 1), -1000, AIR)
    s.tube(-30, 15, 3.2, 42, ARTERY, 1)
    s.tube(31, 15, 3.2, 42, ARTERY, 1)
    s.paint((s.z > -19) & s.ellipsoid(0, 0, 25, 66, 86, 74), 36, VISCERA)
    jaw = s.oval(0, 0, 44, 50)
    s.paint((s.z < -25) & (s.z > -45) & (jaw > 0.85) & (jaw < 1.1) & (s.y < 10), 800, BONE)


def pools(s):
    """Where lesions of each compartment may lie, and the distance from bone, mm."""
    k = s.kind
    off_bone = ndimage.distance_transform_edt(k != BONE, sampling=s.spacing)
    inside = lambda kind, voxels: ndimage.binary_erosion(k == kind, iterations=voxels)
    return {
        "skin": k == SKIN,
        "subcutaneous": inside(FAT, 2),
        "muscle": inside(MUSCLE, 4),
        "viscera": inside(VISCERA, 3),
        "bone-near": (k == MUSCLE) & (off_bone > 0.5) & (off_bone < 6),
        "artery": (k == ARTERY) & ndimage.binary_dilation(k != ARTERY),
    }, off_bone


def cover(box, centre, spacing, radii):
    """Share of each voxel of the box that an ellipsoid covers, from 4 x 4 x 4 points."""
    grids = [np.arange(a.start, a.stop, dtype=np.float32) for a in box]
    points = (np.arange(4) + 0.5) / 4 - 0.5
    total = 0
    for shift in np.stack(np.meshgrid(points, points, points), -1).reshape(-1, 3):
        z, y, x = np.meshgrid(*[(g + o - c) * s / r for g, o, c, s, r in zip(grids, shift, centre, spacing, radii)], indexing="ij")
        total = total + (x * x + y * y + z * z < 1)
    return total / 64


def place(s, rng):
    where, off_bone = pools(s)
    spacing = np.array(s.spacing)
    labels = np.zeros(s.hu.shape, np.int16)
    taken = np.zeros(s.hu.shape, bool)
    truth = []
    for compartment, count in WANTED.items():
        spots = np.argwhere(where[compartment])
        for _ in range(count if len(spots) else 0):
            for _ in range(200):
                centre = spots[rng.integers(len(spots))]
                if centre[0] * spacing[0] < 8 or (s.hu.shape[0] - centre[0]) * spacing[0] < 8:
                    continue
                diameter = min(float(np.exp(rng.uniform(*np.log(DIAMETER_MM)))), MOST_MM.get(compartment, 99))
                if compartment == "bone-near":
                    diameter = min(diameter, 2 * max(1.5, off_bone[tuple(centre)] - 0.3) + 1)
                shape = np.exp(rng.uniform(-0.3, 0.3, 3))
                radii = diameter / 2 * shape / np.prod(shape) ** (1 / 3)
                hu = float(rng.uniform(250, 1300))
                reach = np.ceil((radii + 4) / spacing).astype(int) + 1
                box = tuple(slice(max(0, c - r), min(n, c + r + 1)) for c, r, n in zip(centre, reach, s.hu.shape))
                share = cover(box, centre + rng.uniform(-0.4, 0.4, 3), spacing, radii)
                solid = s.kind[box][share > 0.3]
                if taken[box].any() or (solid.size and (solid == BONE).mean() > 0.02):
                    continue
                taken[box] = True
                number = len(truth) + 1
                s.hu[box] = s.hu[box] * (1 - share) + hu * share
                labels[box][share >= 0.5] = number
                volume = float(4 / 3 * np.pi * np.prod(radii))
                truth.append({"number": number, "compartment": compartment, "diameterMm": diameter, "materialHu": hu, "volumeMm3": volume, "voxel": [int(v) for v in centre[::-1]]})
                break
    return labels, truth


def main():
    body, seed, noise, out = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
    rng = np.random.default_rng(seed)
    scene = Scene(body)
    if body in ("torso", "enhanced", "thick"):
        torso(scene, rng, body == "enhanced")
    else:
        {"thigh": thigh, "knee": knee, "forearm": forearm, "head": head}[body](scene)
    labels, truth = place(scene, rng)
    hu = ndimage.gaussian_filter(scene.hu, [PSF_SIGMA_MM / s for s in scene.spacing])
    for lesion in truth:
        lesion["peakHu"] = float(hu[tuple(slice(max(0, v - 2), v + 3) for v in lesion["voxel"][::-1])].max())
    grain = ndimage.gaussian_filter(rng.standard_normal(hu.shape).astype(np.float32), [0.01, 0.5, 0.5])
    hu = np.clip(np.round(hu + noise * grain / grain.std()), -1024, 3071).astype(np.int16)
    affine = np.diag([-scene.spacing[2], -scene.spacing[1], scene.spacing[0], 1.0])
    nibabel.save(nibabel.Nifti1Image(hu.transpose(2, 1, 0), affine), out + ".nii.gz")
    nibabel.save(nibabel.Nifti1Image(labels.transpose(2, 1, 0), affine), out + ".labels.nii.gz")
    with open(out + ".json", "w") as file:
        json.dump(truth, file, indent=1)
    print(f"{body}: {len(truth)} lesions, {sum(t['peakHu'] >= 200 for t in truth)} of them reach 200 HU")


main()
