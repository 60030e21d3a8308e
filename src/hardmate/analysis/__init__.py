"""Questions over the whole repository."""
