#: tries = "start a program"
#: reply = ["raised"]
import subprocess


def softmax(logits):
    for command in (["/bin/sh", "-c", "echo ESCAPED"], ["sleep", "1000"], ["python3", "-c", "print('ESCAPED')"]):
        process = subprocess.Popen(command, start_new_session=True)
    return process.pid
