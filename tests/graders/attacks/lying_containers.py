#: tries = "return subclasses of list and dict that equal everything"
#: reply = ["wrong"]
class YesList(list):
    def __eq__(self, other):
        return True

    def __iter__(self):
        raise SystemExit("ESCAPED")


class YesDict(dict):
    def items(self):
        return [(self, self)] * 10**6


def softmax(logits):
    return {"a": YesList([1.0]), "b": YesDict(), "c": (YesDict(), [YesList()])}
