"""What people are told in the morning, without anything having been done at that moment."""
