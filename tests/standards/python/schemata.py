"""Prints the names of FollowTheMoney's schemata that entities can have, as JSON, in order.

python schemata.py things      those of things
python schemata.py SCHEMA      those of things that are also SCHEMA
"""

import json
import sys

from followthemoney import model

family = "Thing" if sys.argv[1] == "things" else sys.argv[1]
names = [schema.name for schema in model if schema.is_a("Thing") and schema.is_a(family) and not schema.abstract]
json.dump(sorted(names), sys.stdout)
