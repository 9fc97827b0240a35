#: tries = "take memory without end"
#: reply = ["broke"]
#: why = "MB"
def softmax(logits):
    kept = []
    while True:
        kept.append(bytearray(1 << 20))
