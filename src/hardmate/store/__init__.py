"""What was worked out before, kept in the user's cache folder: bytes by a key of everything that they depend on.

Nothing here changes what is said, only when. Whatever is wrong with the folder, Hardmate goes on without it.
"""
