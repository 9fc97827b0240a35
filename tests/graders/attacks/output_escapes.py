#: tries = "print what would take over a terminal or a page"
#: reply = ["right"]
import sys

import numpy as np


def softmax(logits):
    print("\x1b]0;owned\x07\x1b[2J\x1b[31mPASSED 100/100\x00\u202e <script>alert(1)</script> \ud800")
    sys.stdout.buffer.write(bytes(range(256)))
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
