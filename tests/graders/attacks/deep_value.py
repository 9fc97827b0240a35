#: tries = "return lists nested a hundred thousand deep"
#: reply = ["wrong"]
def softmax(logits):
    value = []
    for _ in range(100_000):
        value = [value]
    return value
