#: tries = "be compiled into a constant that fills the memory"
#: reply = ["broke", "raised"]
def softmax(logits):
    return b"x" * 10**11


value = [0] * 10**11
