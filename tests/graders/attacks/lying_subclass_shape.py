#: tries = "return an ndarray subclass whose shape, dtype and bytes are lies"
#: reply = ["wrong"]
import numpy as np


class Liar(np.ndarray):
    shape = (2, 3)
    dtype = np.dtype(float)
    nbytes = 8
    ndim = 10**9


def softmax(logits):
    return np.zeros(1000000).view(Liar)
