"""Practising in the terminal: a problem, an answer, what was wrong with it, and the next one."""
