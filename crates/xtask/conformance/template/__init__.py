"""Templates as the judges see them: read, evaluated, translated to API calls.

Nothing here knows the stack language or the compiler. The judges and the emulator share it, so that a
reference means the same in both.
"""
