#: tries = "recurse without end"
#: reply = ["raised", "broke"]
def softmax(logits):
    return softmax(logits)
