"""Trusted mathematics of neural networks; knows nothing of quizzes or students."""
