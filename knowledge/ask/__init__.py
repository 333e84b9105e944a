"""From a question to a decision: slots, candidates, evidence, one place that decides. No sentence for people."""
