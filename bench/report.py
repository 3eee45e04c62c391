#!/usr/bin/env python3
"""Turns measurements into a table, a JSON document and a plot.

usage: report.py RESULTS.jsonl PARTS.json OUTPUT.json OUTPUT.svg

The budget of a request is the processor time of its parts, each measured alone, client included, for it runs on the same
machine. Cores divided by it is the most that any gateway of these parts can answer: the bound. A signature that waits (the
stub) is bound by its lanes instead.
"""
import json
import os
import statistics
import sys

CASES = [("p256", "P-256"), ("rsa2048", "RSA-2048"), ("rsa3072", "RSA-3072")]
WIDTHS = (1, 8, 32)


def median(results, case, key, width, member):
    values = [r["result"][member] for r in results if (r["case"], r["key"], r["width"]) == (case, key, width)]
    if not values:
        sys.exit(f"no measurement {case} {key} {width}")
    return statistics.median(values)


def budget(results, parts, case, key, raw_width, raw_case="raw"):
    """Microseconds of processor time by part of one request."""
    malformed = median(results, "malformed", "p256", 8, "serverMicroseconds")
    evaluate = median(results, "evaluate", "p256", 8, "serverMicroseconds")
    alone = {name: parts[name] / 1000 for name in ("body", "tbs", "proofOfPossession", "gates", "commit")}
    judged = sum(alone[name] for name in ("body", "tbs", "proofOfPossession", "gates"))
    return {
        "client": median(results, case, key, 32, "clientMicroseconds"),
        "TLS, HTTP, requester": malformed,
        "body": alone["body"],
        "TBS": alone["tbs"],
        "proof of possession": alone["proofOfPossession"],
        "gates": alone["gates"],
        # What else an evaluation does: the subject key's live attributes, the serial's status, the answer.
        "evidence": max(0.0, evaluate - malformed - judged),
        "intent and outcome": alone["commit"],
        "C_Sign": median(results, raw_case, key, raw_width, "cpuMicroseconds"),
        "verify": parts[f"verify-{key}"] / 1000,
    }


def report(results, parts):
    cores = os.cpu_count() or 1
    rows = []
    measured = {result["key"] for result in results if result["case"] == "issue"}
    for key, name in [case for case in CASES if case[0] in measured]:
        spent = budget(results, parts, "issue", key, 2)
        rates = {width: median(results, "issue", key, width, "perSecond") for width in WIDTHS}
        rows.append(row(name, median(results, "raw", key, 2, "perSecond"), spent, used(results, "issue", key), cores, rates, 0.9))
    spent = budget(results, parts, "issue-stub", "p256", 16, "raw-stub")
    rates = {32: median(results, "issue-stub", "p256", 32, "perSecond")}
    raw = median(results, "raw-stub", "p256", 16, "perSecond")
    rows.append(row("5 ms stub, 16 lanes", raw, spent, used(results, "issue-stub", "p256"), cores, rates, 0.95))
    return {"cores": cores, "rows": rows, "measurements": results, "partsNanoseconds": parts}


def used(results, case, key):
    """Microseconds of processor time that a request really took, client included."""
    return sum(median(results, case, key, 32, member) for member in ("clientMicroseconds", "serverMicroseconds"))


def row(name, raw, spent, used, cores, rates, target):
    bound = cores * 1e6 / sum(spent.values())
    best = max(rates.values())
    ceiling = min(raw, bound)
    return {
        "name": name, "rawPerSecond": raw, "boundPerSecond": bound, "budgetMicroseconds": spent, "usedMicroseconds": used, "perSecond": rates,
        "bestPerSecond": best, "ofRaw": best / raw, "ofBound": best / bound, "ofCeiling": best / ceiling,
        "target": target, "reached": best / ceiling >= target,
    }


def table(document):
    print(f"\nIssuing QCP-n-qscd certificates over mutual TLS, {document['cores']} cores; requests/s, medians")
    head = ["", "raw C_Sign", "bound", *[f"{width} conn." for width in WIDTHS], "of raw", "of bound", "of ceiling", "target"]
    lines = [head]
    for row in document["rows"]:
        rates = [f"{row['perSecond'][width]:.0f}" if width in row["perSecond"] else "-" for width in WIDTHS]
        lines.append([
            row["name"], f"{row['rawPerSecond']:.0f}", f"{row['boundPerSecond']:.0f}", *rates, f"{row['ofRaw']:.2f}",
            f"{row['ofBound']:.2f}", f"{row['ofCeiling']:.2f}", f"{row['target']} {'yes' if row['reached'] else 'no'}",
        ])
    show(lines)
    print("\nBudget: processor time of one request, microseconds")
    names = list(document["rows"][0]["budgetMicroseconds"])
    lines = [["", *[row["name"] for row in document["rows"]]]]
    for name in names:
        lines.append([name, *[f"{row['budgetMicroseconds'][name]:.1f}" for row in document["rows"]]])
    lines.append(["sum", *[f"{sum(row['budgetMicroseconds'].values()):.1f}" for row in document["rows"]]])
    # Where this is more than the sum, requests cost something that no part alone shows; where the machine was busy
    # with other work, throughput says little, and this still holds.
    lines.append(["used at 32 connections", *[f"{row['usedMicroseconds']:.1f}" for row in document["rows"]]])
    show(lines)


def wrapped(document):
    print("\nA key wrapped outside the token, unwrapped and destroyed for each signature; signatures/s, one lane, medians")
    lines = [["", "raw C_Sign", "unwrap, C_Sign, destroy", "of raw", "pool", "pool, wrapped", "of raw", "of pool"]]
    for key, name in CASES:
        for result in (m["result"] for m in document["measurements"] if (m["case"], m["key"]) == ("wrapped", key)):
            lines.append([
                name, f"{result['rawPerSecond']}", f"{result['rawWrappedPerSecond']}",
                f"{result['rawWrappedPercentOfRaw'] / 100:.2f}", f"{result['poolPerSecond']}",
                f"{result['poolWrappedPerSecond']}", f"{result['poolWrappedPercentOfRaw'] / 100:.2f}",
                f"{result['poolWrappedPercentOfPool'] / 100:.2f}",
            ])
    show(lines)


def show(lines):
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        cells = [cell.ljust(width) if column == 0 else cell.rjust(width) for column, (cell, width) in enumerate(zip(line, widths))]
        print("  ".join(cells).rstrip())


def plot(document):
    """Bars: bound and what was reached at each number of connections, for each kind of key."""
    rows = document["rows"]
    width, height, left, top, bottom = 760, 380, 60, 50, 60
    most = max(max(row["boundPerSecond"], row["bestPerSecond"]) for row in rows) * 1.1
    scale = (height - top - bottom) / most
    colours = {"bound": "#c9ced6", 1: "#8fb8de", 8: "#4a86c5", 32: "#1f4e8c"}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<text x="{left}" y="22" font-size="15">Certificates per second over mutual TLS, {document["cores"]} cores</text>',
    ]
    for index, (label, colour) in enumerate(colours.items()):
        x = left + index * 130
        text = "budget's bound" if label == "bound" else f"{label} connection{'s' if label != 1 else ''}"
        parts.append(f'<rect x="{x}" y="32" width="10" height="10" fill="{colour}"/><text x="{x + 14}" y="41">{text}</text>')
    step = (width - left - 20) / len(rows)
    for index, row in enumerate(rows):
        bars = [("bound", row["boundPerSecond"]), *row["perSecond"].items()]
        thick = step * 0.8 / len(colours)
        for place, (label, value) in enumerate(bars):
            x, tall = left + index * step + place * thick, value * scale
            y = height - bottom - tall
            parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{thick - 3:.1f}" height="{tall:.1f}" fill="{colours[label]}"/>')
            parts.append(
                f'<text x="{x + thick / 2 - 1:.1f}" y="{y - 4:.1f}" text-anchor="middle" font-size="10">{value:.0f}</text>')
        middle = left + index * step + len(bars) * thick / 2
        parts.append(f'<text x="{middle:.1f}" y="{height - bottom + 18}" text-anchor="middle">{row["name"]}</text>')
        parts.append(
            f'<text x="{middle:.1f}" y="{height - bottom + 34}" text-anchor="middle" fill="#555">'
            f'{row["ofCeiling"]:.2f} of its ceiling</text>')
    parts.append(f'<line x1="{left}" y1="{height - bottom}" x2="{width - 20}" y2="{height - bottom}" stroke="#333"/></svg>')
    return "\n".join(parts) + "\n"


def main():
    results_path, parts_path, json_path, svg_path = sys.argv[1:]
    with open(results_path, encoding="ascii") as file:
        results = [json.loads(line) for line in file]
    with open(parts_path, encoding="ascii") as file:
        parts = json.load(file)
    document = report(results, parts)
    with open(json_path, "w", encoding="ascii") as file:
        json.dump(document, file, indent=1)
    with open(svg_path, "w", encoding="ascii") as file:
        file.write(plot(document))
    table(document)
    wrapped(document)


main()
