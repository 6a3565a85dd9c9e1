"""How dates are written, by language: templates name one of these formats, and no format itself."""
