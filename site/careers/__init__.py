"""The careers site: pages that editors manage."""
