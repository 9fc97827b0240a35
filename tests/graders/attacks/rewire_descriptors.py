#: tries = "exchange input, output and the wire"
#: reply = ["broke", "wrong"]
import os


def softmax(logits):
    for old in range(0, 10):
        for new in range(0, 10):
            try:
                os.dup2(old, new)
            except OSError:
                pass
    return logits * 0
