"""质报: from the school's cell to the published sentence."""

__version__ = "0.1.0"
