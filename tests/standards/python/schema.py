"""Holds a JSON file against its JSON Schema (2020-12), and the schema against that of schemas.
Prints `valid`, or `invalid` and why.

python schema.py SCHEMA FILE
"""

import json
import sys

from jsonschema import Draft202012Validator

schema, data = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
Draft202012Validator.check_schema(schema)
checker = Draft202012Validator.FORMAT_CHECKER
faults = list(Draft202012Validator(schema, format_checker=checker).iter_errors(data))
print("invalid: " + "; ".join(fault.message for fault in faults) if faults else "valid")
