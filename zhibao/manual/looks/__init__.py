"""手册的样式: the one style sheet and the one script of the manual."""
