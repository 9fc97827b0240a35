#: tries = "raise an error of a hundred million letters"
#: reply = ["raised", "broke"]
def softmax(logits):
    raise ValueError("x" * 100_000_000)
