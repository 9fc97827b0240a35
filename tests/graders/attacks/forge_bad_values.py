#: tries = "send replies with wrong lengths, shapes, dtypes and counts"
#: reply = ["broke"]
#: why = "no reply"
import os
import struct

import numpy as np


def text(word):
    return b"s" + struct.pack("<I", len(word)) + word


def frame(*parts):
    body = b"l" + struct.pack("<I", len(parts)) + b"".join(parts)
    return struct.pack("<I", len(body)) + body


ZEROS = b"a" + struct.pack("<BB2Q", 11, 2, 2, 3) + bytes(48)
NOTHING = b"l" + bytes(4)


def everywhere(data):
    for descriptor in range(256):
        try:
            os.set_blocking(descriptor, False)
            os.write(descriptor, data)
        except OSError:
            pass


BAD = [
    b"a" + struct.pack("<BB2Q", 11, 2, 2**63, 2**63),
    b"a" + struct.pack("<BB1Q", 200, 1, 1) + bytes(8),
    b"a" + struct.pack("<BB", 11, 255),
    b"l" + b"\xff\xff\xff\xff",
    b"i" + b"\xff\xff\xff\x7f",
    b"l\x01\x00\x00\x00" * 5000 + b"N",
    b"?",
]
calls = 0


def softmax(logits):
    global calls
    calls += 1
    everywhere(frame(text(b"answered"), BAD[calls % len(BAD)], NOTHING))
    os._exit(0)
