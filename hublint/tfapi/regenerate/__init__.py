"""Makes the table of TensorFlow's public symbols from TensorFlow's own wheels.

`python -m hublint.tfapi.regenerate CACHE` installs every release that the table has into an environment of its own
under the folder CACHE, lets `extract.py` write down its API as `CACHE/raw/RELEASE.json`, and compiles all of it into
`hublint/tfapi/data`. Run it in a clone: what it changes there is committed and reviewed as text.

What `lost.tsv` and `absent.tsv` say is made of the first and the last release only, by
`python -m hublint.tfapi.regenerate.lost`, too.

It wants `uv` on the path, which installs the releases and finds or fetches the Pythons 3.7, 3.11 and 3.12 that they
need, and 40 GB in CACHE. Run again, it installs and reads nothing that is there; to read a release anew, after a change
of `extract.py` too, delete its file in `CACHE/raw`. The data does not depend on when or where it is made: names and
releases are sorted, and nothing of an address, a path or a date is kept.
"""
