#: tries = "become another program"
#: reply = ["raised", "broke"]
#: other_user = ["run"]
import os
import sys


def softmax(logits):
    os.execv(sys.executable or "/bin/sh", ["python3", "-c", "print('ESCAPED')"])
