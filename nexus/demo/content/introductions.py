"""What the editor says of each field of work, above its jobs. By the key of the category."""

INTRODUCTIONS = {
    "software": "<p>From a one-person compiler in Ottawa to payments in Lagos. Read the stack at the end of the posting last: the people in the middle of it matter more.</p>",
    "data": "<p>Half of these jobs are questions, the other half is plumbing. The postings say which half; where they do not, ask who cleans the data today.</p>",
    "design": "<p>Screens, chairs, letters and the research behind them. Bring three pieces of work to a first talk, not thirty, and the one that went wrong.</p>",
    "product": "<p>Everybody here decides something. Look for what: a roadmap, a budget, or the order of the agenda.</p>",
    "it": "<p>Help desks, networks and the night when both are the same. On-call duty is named in each posting, with what it pays.</p>",
    "nursing": "<p>Rotas stand in the postings here, nights and weekends included. Where they do not, ask for them before you travel to an interview.</p>",
    "medicine": "<p>Registration is checked before the first shift and takes weeks. Begin with the papers, then with the application.</p>",
    "education": "<p>School years begin when they begin: most of these posts are filled three months earlier. Supply and part-time posts come up all year.</p>",
    "trades": "<p>Tools, van and travel time: the three things to settle before the first day. The better postings have settled them for you.</p>",
    "manufacturing": "<p>Early, late, night, or Monday to Friday with daylight. Shift patterns and the pay for them are in the facts at the top.</p>",
    "logistics": "<p>Lorries, trams, bicycles and the people who tell them where to go. Licences are often paid for; say so if you need one.</p>",
    "hospitality": "<p>Split shifts are named as such. So are staff meals, which count for more than one thinks at half past eleven.</p>",
    "retail": "<p>Counters, showrooms and the telephone. Where pay has a part that depends on sales, the posting says what people really earned last year.</p>",
    "marketing": "<p>Words, pictures, and numbers about both. A portfolio helps; a good paragraph about one campaign helps more.</p>",
    "finance": "<p>Month ends, audits and quiet Fridays. Study leave and exam fees are common here, and worth comparing.</p>",
    "hr": "<p>You know how these postings are written, since you write them. We read them twice for that reason.</p>",
    "legal": "<p>From a Georgian house in Dublin to compliance on a market in Lagos. Hours are what people ask about first, so they are stated.</p>",
    "service": "<p>Telephone, chat and counter. Look for how long a conversation may last: it says more about a place than its values do.</p>",
    "science": "<p>Boats, plots, benches and long series of numbers. Funding has an end date, and it is in the posting.</p>",
    "admin": "<p>Councils, clinics and offices that would stop without you. Public bodies take longer to answer, and always do.</p>",
}
