#: tries = "connect to a server on this machine and to the world"
#: reply = ["wrong", "raised"]
#: other_user = ["network"]
import socket
import urllib.request


def softmax(logits):
    found = []
    for host, port in (("127.0.0.1", int("@PORT@")), ("localhost", int("@PORT@")), ("1.1.1.1", 53)):
        try:
            with socket.create_connection((host, port), timeout=0.2) as connection:
                found.append(connection.recv(1000).decode())
        except OSError as error:
            found.append(repr(error))
    for name in ("@CANARY@.socket", "\0quizgrad-canary"):
        try:
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(0.2)
            connection.connect(name)
            found.append(connection.recv(1000).decode())
        except OSError as error:
            found.append(repr(error))
    try:
        found.append(urllib.request.urlopen("http://127.0.0.1:@PORT@", timeout=0.2).read().decode())
    except (OSError, ValueError) as error:
        found.append(repr(error))
    return found
