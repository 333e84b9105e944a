"""Measurements: `make bench` (speed beside other engines) and `make eval` (quality on gold data)."""
