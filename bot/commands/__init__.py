"""The commands of the command line, a file for each group; what all of them share stands in `common`."""
