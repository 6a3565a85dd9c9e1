"""What candidates write and what companies note about them."""

# Fields: {title} {company} {city} the job's; {trade} {employer} {done} {skill} {bio} the person's.
LETTERS: tuple[str, ...] = (
    "Dear team,\n\nyour advertisement for {title} is the first in a while which I read to the end. I am a {trade}, at present with {employer}. {done}\n\nI would like to do something similar for {company}, and I could start in about two months.\n\nKind regards",
    "Hello,\n\n{bio}\n\nAt {employer} I did the following, of which I am a little proud: {done} What I read about {company} makes me think that this could be useful to you.\n\nHappy to talk whenever it suits you.",
    "To whom it may concern,\n\nI am applying for the position of {title} in {city}. Please find my CV attached. I have worked with {skill} for years and enjoy it still.\n\nMy notice period is four weeks. References on request.\n\nYours faithfully",
    "Dear Sir or Madam,\n\nthree reasons why I am writing:\n\n1. The work. {done}\n2. The place. I know {city} and would stay.\n3. You. A friend did business with {company} and spoke of it kindly, which is rare.\n\nI would be glad to hear from you.",
    "Hi! Saw the {title} posting and it sounds like me. Currently at {employer}. I'm best at {skill}. Can come by any day after 4. Thanks!",
    "Dear hiring team,\n\nto be honest I do not fulfil every point in your list. I do fulfil the ones that one cannot learn in a month. {done}\n\nThe rest I would bring along by spring.\n\nWith best wishes",
    "Guten Tag,\n\nmit Interesse habe ich Ihre Anzeige ({title}) gelesen. {bio}\n\nZurzeit arbeite ich bei {employer}. Über ein Gespräch würde ich mich freuen.\n\nFreundliche Grüße",
    "",
    "I am interested in this position. CV attached.",
    'Dear {company},\n\nwhat would the first three months look like? I ask, since at {employer} I was given a free hand at that point, and it turned out well: {done}\n\nIf the answer is "come and find out", I shall.\n\nBest regards',
    "Good morning,\n\nmy current contract at {employer} ends at the close of the quarter, and {title} would be the step that I have been looking for. I bring {skill}, patience, and an allergy to chaos.\n\nLooking forward to your answer.",
    "Dear all,\n\nI have applied to {company} once before, two years ago, and got a friendly no with good advice. I followed it. {done}\n\nHere I am again.",
)

NOTES: tuple[str, ...] = (
    "Spoke for 20 minutes. Warm, precise, asks good questions. Wants to know about on-call.",
    "CV is thin, letter is excellent. Worth a call.",
    "Salary expectation is above the band by about ten per cent. Check with finance before the second round.",
    "Strong. Would work with them tomorrow.",
    "Notice period three months. Can we wait? I think we should.",
    "Second interview with the team on Thursday, room by the window. They asked for the questions in advance; sent.",
    'Reference called back: "hire them before I take them back."',
    "Did the exercise in an hour, left a note on what they skipped and why. Good sign.",
    "Nice person, wrong job. Perhaps for the spring opening?",
    "Did not show up for the call, wrote an apology the same day (child in hospital). Rescheduled.",
    "Knows the domain inside out, a little impatient in discussion. Let us see them with Ruth.",
    "Would need help with relocation. Housing contact passed on.",
    "Asked twice about part-time. We can do 80 per cent.",
    "Licence and certificates checked, all valid.",
    "I met this one at the open day. The quiet person with the notebook.",
    "Compare with the candidate from last week; both good, different strengths.",
    "Please answer by Friday, they have another offer.",
    "Prefers mail to phone.",
)

CHANGE_NOTES: dict[str, tuple[str, ...]] = {
    "reviewed": ("", "", "", "Meets the essentials.", "Read by two of us.", "Worth a closer look."),
    "shortlisted": (
        "",
        "Invite to a conversation.",
        "Best three so far.",
        "Trial day agreed.",
        "Team is keen.",
    ),
    "rejected": (
        "",
        "Not enough experience for this level.",
        "Position went to an internal colleague.",
        "Expectations too far apart.",
        "Kind no by telephone, left the door open.",
        "Lives too far away for the early shift.",
    ),
    "hired": (
        "Signed. Starts on the first.",
        "Accepted the offer the same day.",
        "Contract sent and returned.",
        "",
    ),
}

# For the eight pages that editors wrote: which job, the line at the top, and the story.
FEATURES: tuple[tuple[str, str, str, str], ...] = (
    (
        "Northmere Light Railway",
        "Tram Driver (Trainee)",
        "Fourteen weeks from the platform to the cab.",
        "<p>Twice a year the depot on Queens Road opens its doors to people who have never driven anything longer than a family car. Most of them stay for decades.</p><h2>Why we chose it</h2><p>Full pay from the first day, no experience asked for, and the only training room in the country with a view of its own roundabout.</p>",
    ),
    (
        "Kestrel Bay Health",
        "Locum Physician",
        "Two weeks of fog and kindness, four weeks off.",
        '<p>The clinic at Sable Point has four beds and one kettle. What it does not have, for 28 days in every 42, is a doctor of its own.</p><p>We spoke to the nurse practitioner. She said: "Bring books. You won\'t open them."</p>',
    ),
    (
        "Rideau Thread",
        "Principal Engineer",
        "Sixty thousand lines, one question.",
        "<p>When will it be ready? Behind the answer sits a program which one person wrote and would now like to share.</p><h3>Good to know</h3><ul><li>Remote, anywhere in Canada</li><li>No people to manage</li><li>Weeks of reading are part of the plan</li></ul>",
    ),
    (
        "Tallow & Finch",
        "Bak",
        "Bread at five, home by one.",
        "<p>Four bakeries in Bristol moved half of the night into the afternoon. The bread is the same. The bakers are not: they are awake.</p>",
    ),
    (
        "Saltgrass Solar",
        "Crew Lead",
        "Eleven of nineteen began as apprentices.",
        "<p>Four long days, Fridays off, and an office which backs you when you say that the deck is rotten.</p><p>Not sure? Ask for a ride-along. It is paid.</p>",
    ),
    (
        "Seniorenstift Sonnenrain",
        "Pflegefachkraft",
        "Nachts spazieren mit Herrn Petersen.",
        "<p>Ein Haus am Rand von Hamburg hat eine Stelle mehr pro Schicht, als es haben müsste. Bezahlt wird sie von einer Stiftung und vom Apfelsaft.</p>",
    ),
    (
        "Monsoon Ledger Pvt Ltd",
        "Type & Localisation",
        "A number that breaks is a wrong number.",
        "<p>Six scripts, nine hundred thousand shopkeepers and nobody above you on the question of how long a button may be in Malayalam.</p>",
    ),
    (
        "Tidewrack Marine Institute",
        "Marine",
        "The oldest series began with a bucket.",
        "<p>Every month since 1994, at the same eleven places, somebody has leaned over the side of a boat and counted. It could be you.</p><h2>The station</h2><p>Near Cork, two boats, 74 people, and a view that the advertisement mentions only in passing.</p>",
    ),
)
