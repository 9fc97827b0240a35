#: tries = "loop for ever in a call"
#: reply = ["broke"]
#: why = "longer than"
def softmax(logits):
    while True:
        pass
