"""Categories and skills."""
