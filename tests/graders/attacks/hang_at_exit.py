#: tries = "hang when the process ends"
#: reply = ["right"]
import atexit
import time

import numpy as np


class Slow:
    def __del__(self):
        time.sleep(1000)


slow = Slow()
atexit.register(time.sleep, 1000)


def softmax(logits):
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
