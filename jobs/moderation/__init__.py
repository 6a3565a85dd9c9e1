"""What speaks for a fraud in a posting: signs in words, for those who review it. Never a verdict."""

from jobs.moderation.signs import SUSPICIOUS, Posting, Sign, is_suspicious, posting_of, signs_in

__all__ = ["SUSPICIOUS", "Posting", "Sign", "is_suspicious", "posting_of", "signs_in"]
