"""Benchmarks: ratios of two things measured in the same run. `python -m bench.NAME` writes bench/results/NAME.json."""
