#: tries = "close every descriptor"
#: reply = ["broke"]
import os


def softmax(logits):
    os.closerange(0, 256)
    return logits
