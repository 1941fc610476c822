"""拒绝: why an action was not done, in Chinese; nothing was changed."""


class RefusedError(Exception):
    """The state or the rules do not allow it; the message is for the person who asked."""
