#: tries = "kill itself"
#: reply = ["broke", "wrong", "raised"]
import os
import signal


def softmax(logits):
    os.kill(os.getpid(), signal.SIGKILL)
    os.kill(0, signal.SIGKILL)
    os.abort()
