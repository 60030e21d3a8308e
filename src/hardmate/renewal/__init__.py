"""What a check found, kept, and brought up to date when a few files have changed: as checking all anew, only sooner."""
