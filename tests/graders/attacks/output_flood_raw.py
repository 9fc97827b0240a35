#: tries = "print four gigabytes past Python, then answer rightly"
#: reply = ["right", "broke"]
import os

import numpy as np


def softmax(logits):
    part = b"y" * 1_000_000
    for _ in range(50):
        os.write(1, part)
        os.write(2, part)
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
