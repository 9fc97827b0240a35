"""The command line, thin, above all the other packages."""
