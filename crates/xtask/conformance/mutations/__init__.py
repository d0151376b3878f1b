"""Valid templates broken one place at a time, to see which mistakes a checker finds.

`python -m mutations` is the command line; `cargo xtask mutations` sets up what it needs.
"""
