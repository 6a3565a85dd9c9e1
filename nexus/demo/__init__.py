"""A small, lifelike job market to try Nexus with; every word of it was written for Nexus."""
