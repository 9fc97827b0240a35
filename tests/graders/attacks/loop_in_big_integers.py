#: tries = "raise a number to a power that takes hours"
#: reply = ["broke"]
def softmax(logits):
    return 3 ** (10**9)
