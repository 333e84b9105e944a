"""The ways of writing a figure, a date or a name with a number: one file each, all tried at every place by `scan`."""

from knowledge.grammar.registry import scan

__all__ = ["scan"]
