#: tries = "loop for ever while being imported"
#: reply = ["broke"]
#: why = "longer than"
while True:
    pass
