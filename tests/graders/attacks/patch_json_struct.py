#: tries = "replace what bytes are made with"
#: reply = ["wrong", "broke", "raised"]
import struct

import numpy as np

struct.pack = lambda *args: b"\xff" * 8
np.dtype = lambda *args: 0


def softmax(logits):
    return np.zeros_like(logits)
