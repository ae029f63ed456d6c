"""Makes the table of TensorFlow's public symbols from TensorFlow's own wheels.

`python -m hublint.tfapi.regenerate CACHE` installs every release that the table has into a throw-away environment
under the folder CACHE (with `uv`, which has to be on the path, and the Pythons that the releases need), lets
`extract.py` write down its API, and compiles all of it into `hublint/tfapi/data`. Run again, it installs nothing that
is there; the data does not depend on when or where it is made.
"""
