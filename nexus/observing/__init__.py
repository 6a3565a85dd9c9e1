"""What operators see of the product: metrics, logs, reports of errors and of refused content."""
