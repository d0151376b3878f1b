"""The judges: independent tools and emulators that examine the templates which pipewright prints.

`python -m judges` runs them. Each judge is one module with a class; each also gets a broken input and
must complain about it. None of them knows how the compiler works.
"""
