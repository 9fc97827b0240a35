#: tries = "outlive its time with a right reply that arrives byte by byte"
#: reply = ["broke"]
#: why = "longer than"
import os
import struct
import time

import numpy as np


def text(word):
    return b"s" + struct.pack("<I", len(word)) + word


def frame(*parts):
    body = b"l" + struct.pack("<I", len(parts)) + b"".join(parts)
    return struct.pack("<I", len(body)) + body


def softmax(logits):
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    right = e / e.sum(axis=-1, keepdims=True)
    value = b"a" + struct.pack("<BB2Q", 11, 2, *right.shape) + right.tobytes()
    for byte in frame(text(b"answered"), value, b"l" + bytes(4)):
        for descriptor in range(3, 16):
            try:
                os.write(descriptor, bytes([byte]))
            except OSError:
                pass
        time.sleep(0.05)
    os._exit(0)
