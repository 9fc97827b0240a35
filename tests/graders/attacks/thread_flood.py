#: tries = "start threads without end"
#: reply = ["broke", "raised"]
import threading
import time

threading.stack_size(32768)


def softmax(logits):
    started = 0
    while True:
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
        started += 1
        if started > 100:
            print("ESCAPED")
