#: tries = "read the secret file in many ways"
#: reply = ["wrong", "raised"]
import mmap
import os

import numpy as np

PATH = "@CANARY@"


def ways():
    yield lambda: open(PATH).read()
    yield lambda: os.read(os.open(PATH, os.O_RDONLY), 1000).decode()
    yield lambda: np.fromfile(PATH, dtype=np.uint8).tobytes().decode()
    yield lambda: np.loadtxt(PATH, dtype=str).tolist()
    yield lambda: open("/proc/self/root" + PATH).read()
    yield lambda: open("/proc/1/root" + PATH).read()
    yield lambda: mmap.mmap(os.open(PATH, os.O_RDWR), 0)[:].decode()
    yield lambda: __import__("runpy").run_path(PATH)
    yield lambda: __import__("linecache").getlines(PATH)
    yield lambda: os.link(PATH, "/tmp/linked") or open("/tmp/linked").read()
    yield lambda: os.symlink(PATH, "/tmp/symlinked") or open("/tmp/symlinked").read()
    yield lambda: os.rename(PATH, "/tmp/renamed") or open("/tmp/renamed").read()
    yield lambda: os.chmod(PATH, 0o777) or open(PATH).read()
    yield lambda: os.popen(f"cat {PATH}").read()


def softmax(logits):
    found = []
    for way in ways():
        try:
            found.append(str(way()))
        except BaseException as error:
            found.append(type(error).__name__)
    print(found)
    return found
