"""What a sample costs in instructions, which depends on no clock."""

from parts import sampling


def measure(bench):
    sampling.measure_costs(bench)
