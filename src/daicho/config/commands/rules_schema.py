# SPDX-License-Identifier: Apache-2.0
"""`daicho rules schema FIELD`: the JSON schema of a field's cases."""

from __future__ import annotations

import argparse
import json
import sys

NAME = ("rules", "schema")
HELP = "規則の分野ごとの事例の書式 (JSON Schema) を出す"


def configure(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("field", metavar="FIELD", help="delinquency_charge など")


def run(args: argparse.Namespace) -> int:
    """Print it; 1 for a field that is not known."""
    from daicho.engine.fields.registry import FIELDS, schema_of

    if args.field not in FIELDS:
        print(f"{args.field}: 知らない分野です ({' / '.join(FIELDS)})", file=sys.stderr)
        return 1
    print(json.dumps(schema_of(args.field), ensure_ascii=False, indent=2))
    return 0
