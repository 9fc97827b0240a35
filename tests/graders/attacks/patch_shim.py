#: tries = "find our code in the process and make it send what it likes"
#: reply = ["wrong", "broke", "raised"]
import sys

import numpy as np

frame = sys._getframe()
while frame is not None:
    for name in list(frame.f_globals):
        if name in ("pack", "pack_ours", "join"):
            frame.f_globals[name] = lambda *args, **kwargs: b"T"
    frame = frame.f_back


def softmax(logits):
    return np.zeros_like(logits)
