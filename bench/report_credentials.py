#!/usr/bin/env python3
"""Tells how a gateway's answers change with the number of its wrapped credentials.

usage: report_credentials.py RESULTS.jsonl OUTPUT.json OUTPUT.svg LOAD

A ratio is the median at one size by the median at the smallest: 1.00 is flat. LOAD is as in report.py.
"""
import json
import os
import statistics
import sys

ANSWERS = [
    ("list", "credentials/list, ten credentials"), ("info", "credentials/info"), ("authorize", "credentials/authorize"),
    ("release", "authorize, page, passkey, check"), ("sign", "signHash, wrapped P-256"),
]
COLOURS = ["#1f4e8c", "#4a86c5", "#8fb8de", "#c97b2a", "#5a8f4e"]


def median(results, case, size, member):
    values = [r["result"][member] for r in results if (r["case"], r["size"]) == (case, size)]
    if not values:
        sys.exit(f"no measurement {case} with {size}")
    return statistics.median(values)


def report(results):
    sizes = sorted({result["size"] for result in results})
    rows = []
    for case, name in ANSWERS:
        row = {"case": case, "name": name, "sizes": {}}
        for size in sizes:
            entry = {member: median(results, case, size, member) for member in ("p50Milliseconds", "p99Milliseconds", "perSecond")}
            if case != "release":
                entry["serverMicroseconds"] = median(results, case, size, "serverMicroseconds")
            entry["ofSmallest"] = entry["p50Milliseconds"] / median(results, case, sizes[0], "p50Milliseconds")
            row["sizes"][size] = entry
        rows.append(row)
    service = {
        size: {member: median(results, "service", size, member) for member in ("startMilliseconds", "startKiB", "endKiB")}
        | {"rawPerSecond": median(results, "raw", size, "perSecond")}
        | {member: median(results, "fill", size, member) for member in ("seeds", "signatories", "fillSeconds", "mebibytes")}
        for size in sizes
    }
    for size in sizes:
        service[size]["signOfRaw"] = median(results, "sign", size, "perSecond") / service[size]["rawPerSecond"]
    return {"sizes": sizes, "rows": rows, "service": service}


def show(lines):
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        cells = [cell.ljust(width) if column == 0 else cell.rjust(width) for column, (cell, width) in enumerate(zip(line, widths))]
        print("  ".join(cells).rstrip())


def table(document, load):
    sizes, first = document["sizes"], document["service"][document["sizes"][0]]
    print(f"\nWrapped credentials in the store, over mutual TLS, {os.cpu_count()} cores, load before {load}")
    print(f"Beside them {first['seeds']:.0f} of one signatory, whose wrapped keys were made on the token: every other credential has the wrapped")
    print("key and the certificate of one of these under an id, an owner, an index entry and a vault item of its own")
    lines = [["p50 ms, 1 connection (of the smallest)", *[f"{size:,}" for size in sizes]]]
    for row in document["rows"]:
        cells = [f"{row['sizes'][size]['p50Milliseconds']:.2f} ({row['sizes'][size]['ofSmallest']:.2f})" for size in sizes]
        lines.append([row["name"], *cells])
    lines.append(["", *[""] * len(sizes)])
    members = [
        ("raw C_Sign, 1 thread, per second", "rawPerSecond", 0), ("signHash of raw C_Sign", "signOfRaw", 2),
        ("start until ready, ms", "startMilliseconds", 0), ("memory after the start, KiB", "startKiB", 0),
        ("memory at the end, KiB", "endKiB", 0), ("store, MiB", "mebibytes", 0), ("filled in, s", "fillSeconds", 0),
    ]
    for name, member, places in members:
        lines.append([name, *[f"{document['service'][size][member]:.{places}f}" for size in sizes]])
    show(lines)


def plot(document):
    """Lines: the median of each answer by size, as a ratio to that at the smallest."""
    sizes = document["sizes"]
    width, height, left, top, bottom = 760, 380, 60, 50, 60
    highest = max(entry["ofSmallest"] for row in document["rows"] for entry in row["sizes"].values())
    most = max(2.0, highest * 1.1)

    def x(index):
        return left + (width - left - 220) * (index / max(1, len(sizes) - 1))

    def y(ratio):
        return height - bottom - (height - top - bottom) * ratio / most

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<text x="{left}" y="22" font-size="15">Median time of an answer, of that with {sizes[0]:,} credentials</text>',
        f'<line x1="{left}" y1="{y(1):.1f}" x2="{x(len(sizes) - 1):.1f}" y2="{y(1):.1f}" stroke="#999" stroke-dasharray="4 3"/>',
        f'<line x1="{left}" y1="{y(0):.1f}" x2="{x(len(sizes) - 1):.1f}" y2="{y(0):.1f}" stroke="#333"/>',
    ]
    for ratio in (0, 1, 2):
        parts.append(f'<text x="{left - 8}" y="{y(ratio) + 4:.1f}" text-anchor="end">{ratio}</text>')
    for index, size in enumerate(sizes):
        parts.append(f'<text x="{x(index):.1f}" y="{height - bottom + 18}" text-anchor="middle">{size:,}</text>')
    for place, (row, colour) in enumerate(zip(document["rows"], COLOURS)):
        points = [(x(index), y(row["sizes"][size]["ofSmallest"])) for index, size in enumerate(sizes)]
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{colour}"/>' for px, py in points]
        line = top + 20 * place
        parts.append(f'<rect x="{width - 200}" y="{line}" width="10" height="10" fill="{colour}"/>')
        parts.append(f'<text x="{width - 186}" y="{line + 9}" font-size="11">{row["name"]}</text>')
    return "\n".join(parts + ["</svg>"]) + "\n"


def main():
    results_path, json_path, svg_path, load = sys.argv[1:]
    with open(results_path, encoding="ascii") as file:
        results = [json.loads(line) for line in file]
    document = report(results)
    with open(json_path, "w", encoding="ascii") as file:
        json.dump({"cores": os.cpu_count(), "load": load} | document | {"measurements": results}, file, indent=1)
    with open(svg_path, "w", encoding="ascii") as file:
        file.write(plot(document))
    table(document, load)


main()
