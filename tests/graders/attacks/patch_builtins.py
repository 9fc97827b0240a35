#: tries = "replace built-in functions with ones that say yes"
#: reply = ["wrong", "broke", "raised"]
import builtins

import numpy as np

builtins.all = builtins.any = lambda *args: True
builtins.abs = lambda value: 0.0
builtins.isinstance = lambda *args: True
builtins.type = lambda value: np.ndarray


def softmax(logits):
    return np.zeros_like(logits)
