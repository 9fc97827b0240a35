#: tries = "end at once with success while being imported"
#: reply = ["broke"]
#: why = "ended the process"
import os

os._exit(0)
