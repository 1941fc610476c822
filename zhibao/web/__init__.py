"""网上: the collection year in the browser; records say who said what, the library says what it means."""
