#: tries = "print without end"
#: reply = ["broke"]
#: why = "longer than"
def softmax(logits):
    while True:
        print("x" * 100_000)
