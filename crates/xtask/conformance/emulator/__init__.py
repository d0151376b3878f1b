"""An AWS emulator for the judges: moto's server, taught what our templates need.

moto brings the services. Added here: CloudFormation resource types that it skips, intrinsic functions as
CloudFormation documents them, RetainExceptOnCreate, permissions checked against the resources that a
request names, and CodePipeline's job results. `python -m emulator` runs it on a free loopback port until
its standard input closes.
"""
