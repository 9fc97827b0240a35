#: tries = "recurse until the stack is gone"
#: reply = ["broke", "raised"]
import sys

sys.setrecursionlimit(10**9)


def softmax(logits):
    return [softmax(logits)]
