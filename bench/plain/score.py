"""Scores one plain phantom: python3 bench/plain/score.py OUT, after `calcimap analyze OUT.nii.gz --out OUT.result --labels`."""

import json
import sys
from collections import Counter, defaultdict

import nibabel
import numpy as np

out = sys.argv[1]
with open(out + ".json") as file:
    truth = json.load(file)
with open(out + ".result/analysis.json") as file:
    lesions = {each["number"]: each for each in json.load(file)["lesions"]}
image = nibabel.load(out + ".labels.nii.gz")
labels = np.asarray(image.dataobj)
found = np.asarray(nibabel.load(out + ".result/lesions.nii.gz").dataobj)
voxel_mm = np.abs(np.diag(image.affine)[:3]).min()
SIZES = ((2, "< 2"), (4, "2-4"), (8, "4-8"), (99, ">= 8"))

asked, hit, right = Counter(), Counter(), Counter()
errors, held, used = defaultdict(list), defaultdict(list), set()
confusion = defaultdict(Counter)
for t in truth:
    reach = 3 + int(t["diameterMm"] / voxel_mm)
    box = tuple(slice(max(0, v - reach), v + reach + 1) for v in t["voxel"])
    touched = found[box][labels[box] == t["number"]]
    if not (touched > 0).any():
        touched = found[tuple(slice(max(0, v - 1), v + 2) for v in t["voxel"])]
    touched = touched[touched > 0]
    shines = t["peakHu"] >= 200
    asked[t["compartment"]] += shines
    hit[t["compartment"]] += shines and touched.size > 0
    if touched.size == 0:
        continue
    lesion = lesions[Counter(touched.tolist()).most_common(1)[0][0]]
    used.add(lesion["number"])
    confusion[t["compartment"]][lesion["compartment"]] += 1
    size = next(name for most, name in SIZES if t["diameterMm"] < most)
    errors[size].append(lesion["volumeMm3"] / t["volumeMm3"] - 1)
    low, high = lesion["volumeIntervalMm3"]
    held[size].append(low <= t["volumeMm3"] <= high)

print(f"sensitivity {sum(hit.values())}/{sum(asked.values())}:", ", ".join(f"{c} {hit[c]}/{asked[c]}" for c in asked))
print(f"precision {len(used)}/{len(lesions)}")
print("compartment:", "; ".join(f"{c} -> " + ", ".join(f"{k} {n}" for k, n in confusion[c].most_common()) for c in confusion))
for _, name in SIZES:
    if errors[name]:
        error = np.array(errors[name])
        print(f"volume {name} mm: median |error| {np.median(np.abs(error)):.1%}, bias {np.median(error):+.1%}, interval holds {np.mean(held[name]):.2f}, n {len(error)}")
