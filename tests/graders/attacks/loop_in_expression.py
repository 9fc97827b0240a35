#: tries = "match a regular expression that never ends"
#: reply = ["broke"]
#: why = "longer than"
import re


def softmax(logits):
    return re.match(r"(a+)+$", "a" * 60 + "b")
