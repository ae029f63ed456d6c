# What looks like a comment inside a string is text.

HELP = """
x = 1  # hublint: ignore[HUB102]
"""
more = "# hublint: ignore-file"
