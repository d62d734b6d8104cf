#!/usr/bin/python3
"""Measures the training workloads in anneal and in PyTorch by turns, and prints a Markdown table with ratios.

    compare.py BENCHMARKS [ROUNDS]      BENCHMARKS: the built benchmark program; ROUNDS defaults to 5

Machines are shared and noisy: each round runs one program and then the other, and the table gives medians over the rounds,
with the smallest and the largest ratio of a round.
"""
import json
import os
import statistics
import subprocess
import sys

WORKLOADS = {
    "W1_sgd": "MLP 784-256-128-10, batch 64, SGD momentum",
    "W1_adam": "the same, Adam",
    "W2_sgd": "CNN 1-8-16, 5x5, 28x28, batch 64, SGD momentum",
    "W3_sgd": "CNN 3-32-64-128, 3x3, batch norm, 32x32, batch 64, SGD momentum",
    "W4_adamw": "transformer, 2 layers, d 64, length 64, batch 16, AdamW",
    "W6_sgd": "MLP 2-16-16-1, batch 32, SGD",
}


def ours(program, workload):
    output = subprocess.run(
        [program, f"--benchmark_filter=^train/{workload}$", "--benchmark_format=json", "--benchmark_min_time=1"],
        check=True, capture_output=True, text=True).stdout
    return 1e9 / json.loads(output)["benchmarks"][0]["real_time"]


def peer(workload):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pytorch_peer.py")
    return float(subprocess.run(["/usr/bin/python3", script, workload], check=True, capture_output=True, text=True).stdout)


def main():
    program, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    print("| workload | anneal, steps/s | PyTorch, steps/s | ratio (min to max of the rounds) |")
    print("|---|---|---|---|")
    for workload, meaning in WORKLOADS.items():
        pairs = [(ours(program, workload), peer(workload)) for _ in range(rounds)]
        mine, theirs = (statistics.median(column) for column in zip(*pairs))
        ratios = sorted(a / b for a, b in pairs)
        print(f"| {workload[:2]} {meaning} | {mine:.0f} | {theirs:.0f} | "
              f"{mine / theirs:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}) |", flush=True)


main()
