#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints "PASSED FAILED" of a JUnit file that ctest wrote.

A test counts as passed only if it ran and did not fail; disabled ones and those that skipped themselves count as neither;
whatever else ctest may report is a failure.
"""
import sys
import xml.etree.ElementTree as ElementTree


def outcome(case):
    status = case.get("status")
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    if status == "disabled":
        return "skipped"
    skipped = case.find("skipped")
    if skipped is not None:
        return "skipped" if (skipped.get("message") or "").startswith("SKIP_") else "failed"
    return "passed" if status == "run" else "failed"


if __name__ == "__main__":
    outcomes = [outcome(case) for case in ElementTree.parse(sys.argv[1]).iter("testcase")]
    print(outcomes.count("passed"), outcomes.count("failed"))
