"""All SQL about reports: the schema, the one place that writes, the one place that reads, and what changed between versions."""
