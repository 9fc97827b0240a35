#: tries = "be a module whose names are made up when asked for"
#: reply = ["raised", "wrong", "broke"]
import sys


def __getattr__(name):
    return lambda *args: True


class Module(type(sys)):
    def __getattribute__(self, name):
        return lambda *args: 0.5


sys.modules[__name__].__class__ = Module
