#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adjusted percentiles of a run against a sorted list of all its requests.

usage: adjusted_percentiles.py REPORT.csv REQUESTS.jtl REPORT.json

Every request that ended is a line of the JTL (whole milliseconds, without the warm-up). What was planned and is not
there, skipped or unfinished, was never answered, as was what failed. Of this list the value at each percentile's rank
must be the report's, for the total and for every endpoint: infinite where it is infinite, else within the JTL's
rounding and a histogram's thousandth. Prints what it compared; exits with 1 where anything differs.
"""
import csv
import json
import math
import sys

COLUMNS = {50: "adjusted_p50_ms", 90: "adjusted_p90_ms", 95: "adjusted_p95_ms", 99: "adjusted_p99_ms",
           99.9: "adjusted_p999_ms"}
ANSWERED = {50: "latency_p50_ms", 90: "latency_p90_ms", 95: "latency_p95_ms", 99: "latency_p99_ms"}
FAILED = {50: "failed_latency_p50_ms", 99: "failed_latency_p99_ms"}


def needed(percent):
    return math.ceil(1000 / (100 - percent) - 1e-6)


def at_rank(values, percent):
    """None where too few samples lie above."""
    if len(values) < needed(percent):
        return None
    return sorted(values)[max(1, math.ceil(percent * len(values) / 100 - 1e-9)) - 1]


def agrees(listed, reported):
    if listed is None or reported is None:
        return listed is None and reported is None
    if math.isinf(listed) or math.isinf(reported):
        return listed == reported
    return abs(listed - reported) <= 0.501 + reported / 1000


def number(cell):
    return float(cell) if cell else None  # "inf" is one


class Checking:
    def __init__(self):
        self.compared = 0
        self.wrong = 0

    def check(self, what, listed, reported):
        self.compared += 1
        ok = agrees(listed, reported)
        self.wrong += not ok
        print(f"{'' if ok else 'DIFFERS '}{what}: listed {listed}, reported {reported}")


def main(report, requests, judged):
    with open(report, newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["phase"] != "warmup"]
    with open(requests, newline="") as file:
        lines = list(csv.DictReader(file))
    checking = Checking()
    for row in rows:
        mine = [line for line in lines if row["endpoint"] in ("*", line["label"])]
        answered = [int(line["elapsed"]) for line in mine if line["success"] == "true"]
        failed = [int(line["elapsed"]) for line in mine if line["success"] != "true"]
        planned = answered + [math.inf] * (int(row["planned"]) - len(answered))
        for percents, values in ((COLUMNS, planned), (ANSWERED, answered), (FAILED, failed)):
            for percent, column in percents.items():
                checking.check(f"{row['endpoint']} {column}", at_rank(values, percent), number(row[column]))
        if row["endpoint"] == "*":
            print(f"planned {len(planned)}: {len(answered)} ok, {len(failed)} failed, {row['skipped']} skipped, "
                  f"{row['unfinished']} unfinished")
            total = planned
    with open(judged) as file:
        for threshold in json.load(file)["thresholds"]:
            percent = float(threshold["expression"].split("(")[1].split(")")[0])
            epoch = threshold["epochs"][0]
            reported = math.inf if epoch["infinite"] else epoch["value"]
            checking.check(threshold["expression"], at_rank(total, percent), reported)
    print(f"{checking.compared} compared, {checking.wrong} differ")
    return 1 if checking.wrong or not checking.compared else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
