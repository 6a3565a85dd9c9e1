"""The statistics of applications and postings, such that those of a time gone by stay as they are.

**Where they come from.** `StatusChange` is never changed, and `JobVersion` neither. What they say
is kept as `Fact` rows, each with its day, written in the transaction of what happened
(`writing`, `postings`); what slipped past the services is made up for by a recurring task
(`upkeep`). Months that are over are summed up in `MonthlyTally` (`rolling`). Everything is counted
by set-based SQL over these two (`counting`): whole months from the sums, the days at either end
from the facts. `rebuild_statistics` makes all of it anew from the histories.

**What counts** (the page tells its readers the same):

- A *day* is one of the site's zone, `settings.TIME_ZONE`. A period includes its first and last day.
- A move that was undone has not happened, nor do the stages passed on its way: the compensating
  row takes back every step after the last entry into the stage it returns to. A withdrawal that
  was taken back is a step from a stage to itself, and is none.
- An application is *received* on the day it was sent. Withdrawn ones count, and whoever applies
  anew counts again. Withdrawing moves nobody: that stay just never ends.
- *Entered a stage* is the first time an application got there. The funnel, sources and categories
  are of the applications received within the period, and of what became of them until its last
  day. What happens to them later belongs to no period that has ended, so last year's funnel is
  what it was on 31 December, and two periods of one length are compared fairly.
- *Time to review* runs from the application to the first move out of pending, *time to hire* to
  the first hire, *time in a stage* from entering to leaving. Each counts in the period in which it
  ended. Stages that were only passed through in one act are entered, but nobody stayed there.
- *Median* and *90th percentile* are values that occurred: at least half, or nine in ten, were no
  longer. Lengths are counted in minutes below two hours, in tenths of an hour below two days, in
  tenths of a day beyond, rounded down. Rounding keeps the order, so the percentile of the rounded
  is the rounded percentile.
- Postings count on the day they first went out, as they were then: category, level, pay, skills,
  place. Pay is the middle between its ends, or the one end that is given, to three digits, apart
  for each currency and period. Later edits, reopening and archiving change nothing.
- An application's category, company and source are those of the day on which it was sent.
- Shares, medians and pay of fewer than `FEW` are not told: they would say something of one person.
"""
