#!/usr/bin/python3
"""Prints the numbers that tests/core/rng_test.cpp pins, from a second implementation of core/rng.h in plain Python."""
import math

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def mix(z):
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
    return z ^ (z >> 31)


class Rng:
    def __init__(self, seed, stream):
        h = 0xCBF29CE484222325
        for c in stream.encode():
            h = (h ^ c) * 0x100000001B3 & MASK
        self.key, self.drawn = (mix(mix((seed + GOLDEN) & MASK) ^ h) if stream else seed), 0

    def bits(self):
        self.drawn += 1
        return mix((self.key + self.drawn * GOLDEN) & MASK)

    def uniform(self):
        return (self.bits() >> 11) * 2.0**-53

    def normal(self):
        u = 1.0 - self.uniform()
        return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * self.uniform())

    def below(self, n):
        while True:
            product = self.bits() * n
            if (product & MASK) >= (1 << 64) % n:
                return product >> 64

    def permutation(self, count):
        order = list(range(count))
        for i in range(count, 1, -1):
            j = self.below(i)
            order[i - 1], order[j] = order[j], order[i - 1]
        return order


def stream(name):
    return Rng(1, name)


r = Rng(1234567, "")
print("words (published for SplitMix64)", [r.bits() for _ in range(5)])
for name in ("weights", "order", ""):
    r = stream(name)
    print(f"bits {name!r}", [r.bits() for _ in range(2)])
r = stream("weights")
print("uniform", [r.uniform() for _ in range(3)])
r = stream("weights")
print("normal", [r.normal() for _ in range(3)])
print("permutation", stream("order").permutation(10))
r = stream("order")
print("below 3", [r.below(3) for _ in range(12)])
r = Rng(1, "order")
print("below 3 * 2^61", [r.below(3 << 61) for _ in range(4)], r.drawn)
print("derived", mix(mix((7 + GOLDEN) & MASK) ^ (3 + GOLDEN & MASK)))
