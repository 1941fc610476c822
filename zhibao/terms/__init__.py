"""术语: the words every room shares; plain frozen dataclasses over the standard library only."""
