#: tries = "leave a process behind while being imported, and end"
#: reply = ["broke", "raised"]
import os
import time

if os.fork() == 0:
    os.setsid()
    os.closerange(0, 256)
    time.sleep(1000)
os._exit(0)
