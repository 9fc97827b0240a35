#: tries = "read other students' submissions"
#: reply = ["wrong", "raised"]
import glob
import os


def softmax(logits):
    found = []
    for path in glob.glob("@FOLDER@/*") + glob.glob("./*") + glob.glob("../*/*"):
        try:
            found.append(open(path).read())
        except OSError:
            pass
    try:
        found += os.listdir("@FOLDER@")
    except OSError:
        pass
    return repr(found)[:10_000]
