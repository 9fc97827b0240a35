#: tries = "fill the disk with many small files and folders"
#: reply = ["wrong", "raised", "broke"]
import os


def softmax(logits):
    made = 0
    for number in range(5_000):
        try:
            os.mkdir(f"/tmp/quizgrad-many-{number}")
            made += 1
        except OSError:
            break
    for number in range(made):
        os.rmdir(f"/tmp/quizgrad-many-{number}")
    return made
