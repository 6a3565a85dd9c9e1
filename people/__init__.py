"""Users, profiles, companies and their members, sign-in."""
