#: tries = "spend hours inside one call of C code"
#: reply = ["broke"]
#: why = "longer than"
import itertools


def softmax(logits):
    return sum(itertools.repeat(0))
