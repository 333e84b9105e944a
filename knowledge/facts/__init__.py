"""From passages to facts: each figure with its words, unit, measure, period and parent; and the
ledger of every number.
"""

from knowledge.facts.extract import extract

__all__ = ["extract"]
