"""The language server: what editors are told, over the Language Server Protocol.

Importing this package imports no pygls: whoever asks for one of its modules does.
"""
