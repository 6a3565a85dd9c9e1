"""The parts that make some postings very long: how hiring works, hours, law and promises."""

from nexus.demo.content.kinds import paragraphs

PROCESS = paragraphs("""
            Your application is read by two people who do the work themselves. Within ten days you
            hear whether we would like to talk. The first conversation takes half an hour, by
            telephone or on screen as you prefer. The second takes half a day: you meet the team,
            see the place, and work with us on something small and real, for which we pay.
            References come last and only with your consent. The decision is made within a week,
            and if it is a no you may ask why and will get an answer.

            First step: a short form and your CV, without a photograph, please. Second: a telephone
            call about the practical questions, pay among them, so that nobody wastes an evening.
            Third: an interview with set questions, the same for all candidates, which we send you
            beforehand. Fourth: a walk through the building with a future colleague who does not
            report on you. From the first step to an offer it usually takes us four weeks, in
            August six.

            We meet promising candidates as applications come in, and close the posting when we
            have found somebody. If you need the interview at a certain hour, with an interpreter,
            in a room without stairs or with the camera off, tell us and it will be arranged. No
            one is asked to explain why.
        """)

HOURS = paragraphs("""
            About the hours: the core of the day is between ten and three, the rest is yours to
            arrange with your team. Overtime is written down and taken off within the quarter.
            Messages after hours need not be read, and the people who send them know that. Holidays
            are agreed in November for the whole of the following year, with two weeks held in
            reserve for whatever life brings.

            We have looked at the workload of this position over twelve months. It peaks in spring
            and in the weeks before the annual accounts, when everybody helps and nobody is alone
            with it. In summer there is room for training, for putting things in order, and for
            leaving at four because the lake is warm.
        """)

GROWTH = paragraphs("""
            What becomes of people who start here? Of those who joined in the past five years two
            thirds are still with us. Some lead teams, some have become specialists whose advice is
            sought by their former bosses, and a good number do the same work as on the first day,
            only better and for more money. All three are careers. Once a year you agree with your
            manager on what you would like to learn, and both of you sign it.

            In the first week you get to know people and places and are not expected to be useful.
            In the first month you take over a small part of the work together with somebody who
            has done it for years. After three months you should be able to run it alone, and after
            six we would like to hear from you what we have stopped noticing. Probation cuts both
            ways: we ask you, too, whether we have passed.
        """)

PROMISES = paragraphs("""
            We want the people who work here to be as different as the people we work for. We
            therefore look at what you can do and how you treat others, and at nothing else:
            neither at age nor origin, neither at faith nor at whom you love, neither at a
            disability nor at a gap in your CV. Where we have fallen short of this in the past we
            have published it together with what has changed since.

            A note on your data: we use it for this application and for nothing else. Only those
            who decide on the position see it. Six months after the decision it is deleted, unless
            you ask us to keep it for longer. You can have it corrected, taken out or handed over
            at any time; one sentence to us will do.
        """)
