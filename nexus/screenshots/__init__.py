"""Pictures of every kind of page, in every width, scheme and state of the market, to be looked at.

`markets` fills a database, `pages` lists what there is to see, `shooting` drives a browser over it
and `sheet` puts the pictures onto one page. The tests of the pages walk the same list.
"""
