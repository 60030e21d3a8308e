"""What can be asked of a repository beside its verdicts: coverage."""
