#: tries = "return two hundred million characters"
#: reply = ["wrong", "broke"]
def softmax(logits):
    return "x" * 200_000_000
