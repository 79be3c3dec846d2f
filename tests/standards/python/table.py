"""Reads a CSV file with Python's own reader in its strict mode and prints its rows as JSON.

python table.py FILE
"""

import csv
import json
import sys

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = list(csv.reader(file, strict=True))
assert all(len(row) == len(rows[0]) for row in rows), "every row has all columns"
json.dump(rows, sys.stdout)
