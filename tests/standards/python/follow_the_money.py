"""Reads entities with `followthemoney`, which drops in silence what it does not take, and compares
what it keeps with what went in. Prints `kept`, or what is different.

python follow_the_money.py FILE
"""

import json
import sys

from followthemoney import model
from followthemoney.proxy import EntityProxy

faults = []
ids = {}
links = []
with open(sys.argv[1], encoding="utf-8") as file:
    for line in file:
        given = json.loads(line)
        proxy = EntityProxy.from_dict(given, cleaned=False)
        kept = proxy.to_dict()
        if kept["id"] != given["id"] or kept["schema"] != given["schema"]:
            faults.append(f"{given['id']} became {kept['id']}, {kept['schema']}")
        properties = {name: sorted(values) for name, values in kept["properties"].items()}
        if properties != given["properties"]:
            faults.append(f"{given['id']}: {given['properties']} became {properties}")
        assert proxy.caption, given
        ids[proxy.id] = proxy.schema
        links += [
            (proxy.id, prop.range, value) for prop, value in proxy.itervalues() if prop.type.name == "entity"
        ]
for source, expected, target in links:
    if target not in ids:
        faults.append(f"{source} leads to {target}, which is not there")
    elif not ids[target].is_a(expected):
        faults.append(f"{source} leads to {target}, which is no {expected.name}")
assert ids and len(list(model)) > 30
print("\n".join(faults) or "kept")
