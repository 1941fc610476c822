"""A password hash that costs next to nothing; nothing else about passwords is another in tests."""

from django.contrib.auth.hashers import ScryptPasswordHasher


class QuickScrypt(ScryptPasswordHasher):
    """The hash of the site with the least work that it can be told to do."""

    work_factor = 2
