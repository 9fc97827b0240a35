#: tries = "return a list that holds itself twice"
#: reply = ["wrong"]
def softmax(logits):
    value = []
    value.extend([value, value])
    return {"a": value, "b": (value, value)}
