"""Applications, the pipeline and its history."""
