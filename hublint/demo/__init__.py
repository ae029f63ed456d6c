"""Three legacy programs, and `python3 -m hublint.demo`, which migrates them and shows the proof."""
