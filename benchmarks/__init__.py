"""Side-by-side measurements. `make bench` runs them all; each prints ratios from one run."""
