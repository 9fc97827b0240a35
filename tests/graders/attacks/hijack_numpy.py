#: tries = "put another module in NumPy's place"
#: reply = ["wrong", "broke", "raised"]
import sys
import types

import numpy as np


class Everything(types.ModuleType):
    def __getattr__(self, name):
        return lambda *args, **kwargs: True


sys.modules["numpy"] = Everything("numpy")


def softmax(logits):
    return np.zeros_like(logits)
