#: tries = "close and replace the standard streams"
#: reply = ["right"]
import os
import sys

import numpy as np

sys.stdout.close()
sys.stderr.close()
sys.stdout = sys.stderr = None
os.close(1)
os.close(2)


def softmax(logits):
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
