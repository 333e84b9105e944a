"""The bodies that report: their names, kinds, when they existed, and what came after them."""
