"""A file as the rules see it: text, names, scopes, statements, ignore comments."""
