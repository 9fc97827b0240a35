#: tries = "write into the submission's folder, the results and Python itself"
#: reply = ["right"]
import os
import sys

import numpy as np


def softmax(logits):
    for path in ("@FOLDER@/losses.py", "@FOLDER@/results.json", os.__file__, np.__file__, sys.executable, "@CANARY@"):
        for mode in ("a", "w"):
            try:
                with open(path, mode) as file:
                    file.write("ESCAPED")
                print("ESCAPED", path)
            except (OSError, TypeError):
                pass
        for change in (os.unlink, lambda path: os.truncate(path, 0), lambda path: os.chmod(path, 0o777)):
            try:
                change(path)
                print("ESCAPED", path)
            except (OSError, TypeError):
                pass
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
