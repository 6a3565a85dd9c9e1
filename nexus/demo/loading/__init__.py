"""Puts the demo market into an empty database, in one transaction."""

from nexus.demo.loading.load import DemoRefused, Loaded, load_demo

__all__ = ["DemoRefused", "Loaded", "load_demo"]
