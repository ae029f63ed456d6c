"""What runs inside a runtime: plain Python 3.7, the standard library and TensorFlow only.

`hublint` never imports this package: it starts `main.py` as a program, with the interpreter that has TensorFlow.
"""
