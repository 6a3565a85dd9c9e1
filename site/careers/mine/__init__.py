"""What is a candidate's own: applications, saved jobs and searches."""
