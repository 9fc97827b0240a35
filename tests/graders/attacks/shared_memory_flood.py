#: tries = "take memory that belongs to no process"
#: reply = ["wrong", "raised"]
#: other_user = ["shared memory"]
import mmap
import os
from multiprocessing import shared_memory


def softmax(logits):
    got = 0
    try:
        for number in range(1000):
            handle = os.memfd_create(f"flood{number}")
            os.write(handle, bytes(64 << 20))
            got += 1
            if got > 8:
                print("ESCAPED")
    except OSError as error:
        print(repr(error))
    kept = []
    try:
        while len(kept) < 100:
            kept.append(shared_memory.SharedMemory(create=True, size=64 << 20))
            kept[-1].buf[:] = bytes(64 << 20)
            if len(kept) > 8:
                print("ESCAPED")
    except OSError as error:
        print(repr(error))
    return got
