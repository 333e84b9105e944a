"""All SQL about reports: the schema, the one place that writes, the one that reads, what changed between versions."""
