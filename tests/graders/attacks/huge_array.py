#: tries = "return an array of 160 MB"
#: reply = ["wrong", "broke"]
import numpy as np


def softmax(logits):
    return np.zeros(20_000_000)
