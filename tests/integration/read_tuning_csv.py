#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a tuning report with Python's csv: every row has every column, numbers are numbers, intervals hold their middle.

Prints KEY=VALUE of the first row that has the metric given. Knows nothing of Weir but the columns' names.
"""
import csv
import math
import sys

NUMBERS = ["baseline", "variant", "difference", "difference_ratio", "ci_low", "ci_high", "confidence", "pairs"]
FIRST = ("experiment_id,started_at,kind,scenario,endpoint,metric,unit,knobs,from,to,baseline,variant,difference,"
         "difference_ratio,ci_low,ci_high,confidence,pairs,verdict,guards,holm,baseline_verdict,variant_verdict,"
         "recommended").split(",")


def number(row, column):
    return float(row[column]) if row[column] else math.nan


def check(row):
    figures = {column: number(row, column) for column in NUMBERS}
    middle, low, high = (figures[name] for name in ("difference_ratio", "ci_low", "ci_high"))
    assert math.isnan(low) == math.isnan(high), row
    assert math.isnan(low) or low <= middle <= high, row
    assert row["verdict"] in ("better", "worse", "no_difference", "unclear", ""), row
    for flag in ("holm", "recommended"):
        assert row[flag] in ("true", "false"), row
    assert row["started_at"].endswith("Z"), row


def main(path, metric):
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file, strict=True)
        rows = list(reader)
    assert reader.fieldnames[:len(FIRST)] == FIRST, reader.fieldnames
    for row in rows:
        assert None not in row and None not in row.values(), row
        check(row)
    found = next(row for row in rows if row["metric"] == metric and row["endpoint"] == "*")
    for column in FIRST:
        print(f"{column}={found[column]}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
