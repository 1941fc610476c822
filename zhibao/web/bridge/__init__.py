"""桥: the only place where records become nouns, and back; only here the pipeline is called."""
