"""Job alerts: searches that are asked again for whoever left an address, and answered by mail.

models.py     an address, its alerts, and which jobs each was told of
asked.py      what an alert looks for: the parameters of a search, kept in one form
services.py   asking for, confirming, changing and ending alerts
accounts.py   the alerts of somebody who is signed in
rounds.py     the recurring pass: which alerts are due, what is new for each, one mail an address
openings.py   which jobs have opened within a span of time
mails.py, mail_events.py   the mails and their words
upkeep.py     what ends by itself: what is not confirmed, what nobody reads
views.py      the form, and the pages that mails lead to
"""
