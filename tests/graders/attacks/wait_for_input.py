#: tries = "wait for input that never comes"
#: reply = ["raised"]
#: why = "EOFError"
def softmax(logits):
    return input("expected value? ")
