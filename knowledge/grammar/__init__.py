"""The ways of writing a figure, a date or a name with a number, a file each; `registry.scan` tries all at every place.

Nothing is imported here: questions need the units alone.
"""
