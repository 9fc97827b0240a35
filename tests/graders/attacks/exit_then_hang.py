#: tries = "leave by an exception, then hang while Python ends"
#: reply = ["raised", "broke"]
import atexit
import threading
import time

atexit.register(time.sleep, 1000)


def softmax(logits):
    try:
        threading.Thread(target=time.sleep, args=(1000,)).start()
    finally:
        raise SystemExit(0)
