#: tries = "return an array that claims a million times its memory"
#: reply = ["wrong"]
import numpy as np


def softmax(logits):
    return np.lib.stride_tricks.as_strided(np.zeros(1), (10**6, 10**6), (0, 0))
