"""Numbers as they are printed, and the ledger that says where each one ended."""

from knowledge.numbers.ledger import Ledger
from knowledge.numbers.tokens import parse, scan

__all__ = ["Ledger", "parse", "scan"]
