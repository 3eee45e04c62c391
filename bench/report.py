#!/usr/bin/env python3
"""Turns measurements into a table, a JSON document and a plot.

usage: report.py RESULTS.jsonl PARTS.json REMOTE-PARTS.json OUTPUT.json OUTPUT.svg LOAD
       report.py --remote RESULTS.jsonl REMOTE-PARTS.json OUTPUT.json LOAD

LOAD is what /proc/loadavg said before anything ran: who reads the numbers later knows by it whether the machine was quiet.

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


def signature_budget(results, parts, place, key, hashes):
    """Microseconds of processor time by part of one signHash."""
    malformed = median(results, "sign-malformed", "p256", 8, "serverMicroseconds")
    spent = median(results, "sign-spent", "p256", 8, "serverMicroseconds")
    wrapped = 0.0
    if place == "wrapped":
        times = [median(results, "wrapped", key, 1, name) for name in ("rawWrappedNanoseconds", "rawNanoseconds")]
        wrapped = max(0.0, (times[0] - times[1]) / 1000)
    return {
        "client": median(results, f"sign-{place}-{hashes}", key, 32, "clientMicroseconds"),
        "TLS, HTTP, requester": malformed,
        # Strict JSON, the activation by the digest of its data, and what is left of it.
        "activation": max(0.0, spent - malformed),
        "passkey again": parts["passkey"] / 1000,
        "gates": parts[f"gates-{hashes}"] / 1000,
        "intent and outcome": parts[f"commit-{hashes}"] / 1000,
        "unwrap, destroy": hashes * wrapped,
        "C_Sign": hashes * median(results, "sign-raw", key, 2, "cpuMicroseconds"),
        "verify": hashes * parts[f"verify-{key}"] / 1000,
    }


def signatures(results, parts):
    """Rows of signHash by key, place and number of hashes; rates are signatures, not requests."""
    cores, rows = os.cpu_count() or 1, []
    for key, name in [case for case in CASES if case[0] in ("p256", "rsa2048")]:
        for place in ("token", "wrapped"):
            for hashes in (1, 10):
                case = f"sign-{place}-{hashes}"
                spent = signature_budget(results, parts, place, key, hashes)
                rates = {width: hashes * median(results, case, key, width, "perSecond") for width in WIDTHS}
                raw, bound = median(results, "sign-raw", key, 2, "perSecond"), hashes * cores * 1e6 / sum(spent.values())
                best = max(rates.values())
                rows.append({
                    "name": f"{name}, {place}, {hashes}", "rawPerSecond": raw, "boundPerSecond": bound, "perSecond": rates,
                    "bestPerSecond": best, "ofRaw": best / raw, "ofBound": best / bound,
                    "p50Milliseconds": median(results, case, key, 1, "p50Milliseconds"), "budgetMicroseconds": spent,
                    "usedMicroseconds": used(results, case, key),
                })
    return rows


def table_of_signatures(rows, load):
    print(f"\nsignHash with activation data over mutual TLS, {os.cpu_count()} cores, load before {load}; signatures/s, medians")
    lines = [["key, place, hashes in a call", "raw C_Sign", "bound", *[f"{width} conn." for width in WIDTHS], "of raw", "of bound", "p50 ms, 1 conn."]]
    for row in rows:
        lines.append([
            row["name"], f"{row['rawPerSecond']:.0f}", f"{row['boundPerSecond']:.0f}",
            *[f"{row['perSecond'][width]:.0f}" for width in WIDTHS], f"{row['ofRaw']:.2f}", f"{row['ofBound']:.2f}",
            f"{row['p50Milliseconds']:.1f}",
        ])
    show(lines)
    print("\nBudget: processor time of one signHash, microseconds")
    lines = [["", *[row["name"] for row in rows]]]
    for name in rows[0]["budgetMicroseconds"]:
        lines.append([name, *[f"{row['budgetMicroseconds'][name]:.0f}" for row in rows]])
    lines.append(["sum", *[f"{sum(row['budgetMicroseconds'].values()):.0f}" for row in rows]])
    lines.append(["used at 32 connections", *[f"{row['usedMicroseconds']:.0f}" for row in rows]])
    show(lines)


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


def read(results_path, *parts_paths):
    with open(results_path, encoding="ascii") as file:
        results = [json.loads(line) for line in file]
    documents = []
    for path in parts_paths:
        with open(path, encoding="ascii") as file:
            documents.append(json.load(file))
    return results, *documents


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def main():
    if sys.argv[1] == "--remote":
        results_path, parts_path, json_path, load = sys.argv[2:]
        results, parts = read(results_path, parts_path)
        rows = signatures(results, parts)
        document = {"cores": os.cpu_count(), "load": load, "signatures": rows, "measurements": results}
        write(json_path, json.dumps(document, indent=1))
        table_of_signatures(rows, load)
        wrapped(document)
        return
    results_path, parts_path, remote_path, json_path, svg_path, load = sys.argv[1:]
    results, parts, remote_parts = read(results_path, parts_path, remote_path)
    document = report(results, parts)
    document |= {"load": load, "signatures": signatures(results, remote_parts), "remotePartsNanoseconds": remote_parts}
    write(json_path, json.dumps(document, indent=1))
    write(svg_path, plot(document))
    table(document)
    table_of_signatures(document["signatures"], load)
    wrapped(document)


main()
