#: tries = "sleep for an hour, with a clock that says otherwise"
#: reply = ["broke"]
#: why = "longer than"
import time

sleep = time.sleep
time.monotonic = time.perf_counter = time.time = lambda: 0.0


def softmax(logits):
    while True:
        sleep(3600)
