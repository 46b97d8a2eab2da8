"""What a pipeline says on GitHub: one comment under a pull request, an issue for what is amiss."""
