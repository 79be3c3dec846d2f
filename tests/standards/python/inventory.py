"""Reads an inventory of Sphinx with `sphobjinv` and prints its addresses by role and name as JSON.

python inventory.py FILE
"""

import json
import sys

import sphobjinv

inventory = sphobjinv.Inventory(fname_zlib=sys.argv[1])
assert inventory.count > 0
json.dump({f"{item.domain}:{item.role} {item.name}": item.uri_expanded for item in inventory.objects}, sys.stdout)
