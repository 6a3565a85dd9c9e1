"""What machines read of the site: robots.txt, sitemaps, feeds of searches, the file of all jobs."""
