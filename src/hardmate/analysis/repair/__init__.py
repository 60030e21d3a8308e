"""The smallest changes to what can be adjusted that make two ports reach what they are asked for."""
