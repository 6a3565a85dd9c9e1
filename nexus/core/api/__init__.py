"""What every router of the API shares: errors, paging, limits, validators of requests."""
