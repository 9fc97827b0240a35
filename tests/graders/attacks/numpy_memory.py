#: tries = "ask for an array of 80 GB"
#: reply = ["broke"]
#: why = "MB"
import numpy as np


def softmax(logits):
    return np.ones(10**10)
