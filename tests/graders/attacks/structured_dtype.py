#: tries = "return an array of records"
#: reply = ["wrong"]
import numpy as np


def softmax(logits):
    return np.zeros(2, dtype=[("a", "f8"), ("b", "O")])
