"""The rooms of the third-party engines: each is imported in one module here and nowhere else."""
