"""How fast quizgrad is; `python -m benchmarks` prints the table."""
