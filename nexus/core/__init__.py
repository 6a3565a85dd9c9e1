"""The toolbox of the project: it knows no app, every app may use it."""
