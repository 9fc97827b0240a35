#: tries = "take memory without end, and go on after the error"
#: reply = ["broke"]
#: why = "longer than"
def softmax(logits):
    kept = []
    while True:
        try:
            kept.append(bytearray(1 << 20))
        except MemoryError:
            pass
