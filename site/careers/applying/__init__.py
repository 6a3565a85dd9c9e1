"""Applying to a job: the form, the mailed code, the receipt."""
