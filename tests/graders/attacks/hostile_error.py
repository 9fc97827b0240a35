#: tries = "raise an error that can't be shown"
#: reply = ["raised", "broke"]
class Bad(Exception):
    def __str__(self):
        raise SystemExit("ESCAPED")

    def __repr__(self):
        while True:
            pass


Bad.__name__ = "Bad\n\x1b[31mPASSED"


def softmax(logits):
    raise Bad()
