"""`python -m quizgrad`."""

from quizgrad.cli import main

main()
