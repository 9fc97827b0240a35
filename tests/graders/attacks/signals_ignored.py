#: tries = "ignore every signal and loop"
#: reply = ["broke"]
#: why = "longer than"
import signal


def softmax(logits):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        pass
