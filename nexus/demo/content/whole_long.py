"""Long postings, and some for schools, written in one piece."""

from nexus.demo.content.kinds import WholePosting

_JOB_DESCRIPTION = """
<p><strong>MERSEY VALE COUNCIL</strong><br>Directorate of Neighbourhoods and Places<br>JOB DESCRIPTION AND PERSON SPECIFICATION (please read to the end before applying)</p>
<table>
<tr><th>Post</th><td>Neighbourhood Services Manager (East)</td></tr>
<tr><th>Grade</th><td>MVC 13</td></tr>
<tr><th>Responsible to</th><td>Head of Neighbourhoods</td></tr>
<tr><th>Responsible for</th><td>Five team leaders; about 84 staff in street cleansing, parks, markets, cemeteries and enforcement</td></tr>
<tr><th>Budget</th><td>£6.2 million revenue, £1.1 million capital</td></tr>
<tr><th>Base</th><td>Tanpit Lane Depot, with two days a week at the Civic Centre</td></tr>
<tr><th>Special conditions</th><td>Member of the emergency rota (one week in seven); politically restricted; satisfactory record check</td></tr>
</table>
<h2>About the area</h2>
<p>East is three wards, 61,000 people, two markets, eleven parks, a canal and the part of the bypass that was built. It has the borough's oldest cemetery and its newest school. It also has more fly-tipping than the rest of the borough together, a long memory for what was promised in 2009, and some of the most stubborn and generous residents' groups in the north of England. You will drink tea with all of them.</p>
<p>The service came through the last inspection well. It came through the last winter less well: the gritters were out on 41 nights, two of them broke down for good, and the market hall was closed for nine days when a pipe burst above the fish. There is a report. It is honest, and you will be expected to have a view on its fourteen recommendations.</p>
<h2>Purpose of the post</h2>
<p>To lead the services that people see when they open their front door, and to make sure that what they see is clean, safe, green and on time. To turn five teams that each do good work into one service that knows what the other four are doing. To be the person who can be rung up.</p>
<h2>Main duties and responsibilities</h2>
<ol>
<li>To lead, develop and support five team leaders, to hold a conversation with each of them every fortnight, and to be seen at the depot before seven at least once a week.</li>
<li>To plan rounds, rotas and vehicles so that statutory duties are met in August and in January alike.</li>
<li>To answer for the budget of the area, to report on it monthly, and to say in June and not in February when it will not be enough.</li>
<li>To work with ward councillors of all parties. They will ask about bins. It is usually about something else as well.</li>
<li>To run the two markets together with the traders' committee, and to bring the share of let stalls from 71 to at least 85 per cent within two years.</li>
<li>To look after eleven parks, 4,300 street trees and one bandstand, with volunteers where they wish to help and never instead of paid staff.</li>
<li>To manage the cemeteries with the dignity that is owed to the dead and the patience that is owed to the living.</li>
<li>To lead on enforcement against fly-tipping: evidence first, fixed penalties where they help, court where they do not.</li>
<li>To introduce route planning on tablets, which was bought two years ago and is in a cupboard, and to listen to the drivers while doing so.</li>
<li>To hold responsibility for health and safety in the area, including the machinery register, hand-arm vibration, lone working and the dog.</li>
<li>To act as duty officer in floods, snow and other emergencies, and to open the rest centre at the leisure pool when necessary.</li>
<li>To answer complaints in ten working days, in plain English, with an apology where one is due.</li>
<li>To represent the Council at public meetings, some of which will be enjoyable.</li>
<li>To carry out any other duties of a similar level which may reasonably be asked for.</li>
</ol>
<h2>What the first year looks like</h2>
<p><strong>By the end of the first month</strong> you have been out with every round, including the one at four in the morning, and have met the traders, the friends of the parks, the imam, both vicars and the man with the canal boat.</p>
<p><strong>By the end of the third</strong> you have told us which of the fourteen recommendations you would follow, which not, and why.</p>
<p><strong>By the end of the sixth</strong> the tablets are out of the cupboard, or there is a written case for giving them back.</p>
<p><strong>By the end of the twelfth</strong> sickness absence has fallen below six per cent, the market has a new lighting scheme, and someone at a bus stop has told you without being asked that things look better.</p>
<h2>A word on working patterns</h2>
<p>The post is 37 hours. We are open to job shares and have appointed to one at this grade before. Flexitime applies, within reason and rounds. Weeks on the emergency rota are paid by an allowance of £310 and compensated with time off; on average the telephone rings on two nights of seven. In return nobody expects you to read mail at weekends when you are not on the rota, and the Head of Neighbourhoods has been known to tell people off for it.</p>
<h2>Equality</h2>
<p>The teams you would lead are older, more male and more local than the borough. They know that and would like it to change, provided that the newcomers can back a trailer. Applications from women, from disabled people and from black and minority ethnic communities are particularly welcome. All appointments are made on merit. Disabled applicants who meet the essential criteria will be interviewed.</p>
"""

_SPECIFICATION = """
<table>
<tr><th>Criterion</th><th>Weight</th><th>Assessed by</th></tr>
<tr><td>Leading front-line services with manual staff, at least three years</td><td>Essential</td><td>Form, interview</td></tr>
<tr><td>Holding a budget of a million pounds or more</td><td>Essential</td><td>Form, exercise</td></tr>
<tr><td>Knowledge of the law on waste, highways, burial or markets (two of the four)</td><td>Essential</td><td>Form</td></tr>
<tr><td>Plain speaking and plain writing</td><td>Essential</td><td>Letter exercise</td></tr>
<tr><td>Calm in public meetings</td><td>Essential</td><td>Role play with two real councillors</td></tr>
<tr><td>Full driving licence</td><td>Essential</td><td>Document</td></tr>
<tr><td>Professional qualification in waste, horticulture or management</td><td>Desirable</td><td>Document</td></tr>
<tr><td>Experience of introducing technology which the users did not ask for</td><td>Desirable</td><td>Interview</td></tr>
<tr><td>Urdu, Polish or Romanian</td><td>Desirable</td><td>Interview</td></tr>
</table>
"""

POSTINGS: tuple[WholePosting, ...] = (
    WholePosting(
        "Mersey Vale Council",
        "admin",
        "Neighbourhood Services Manager (East) – Ref. MVC/NP/0417",
        "Tanpit Lane Depot, Mersey Vale",
        _JOB_DESCRIPTION,
        level="senior",
        workplace="hybrid",
        pay=("52400", "57900", "GBP", "year"),
        requirements=_SPECIFICATION,
        benefits="<p>Local government pension (employer's share at present 18.4 per cent). 28 days of leave, 33 after five years. Relocation help up to £4,000. Parking at the depot; at the Civic Centre please take the tram.</p>",
        skills=("Operations management", "Leadership", "Budgeting", "Health and safety"),
        with_about=True,
    ),
    WholePosting(
        "Prairie Lantern Schools",
        "education",
        "Band Director (grades 6-12)",
        "Lantern East High School, Omaha NE",
        """<p>Eighty-four students, one marching band, one jazz band, and a sousaphone that came with the building. Friday nights in fall, contests in spring, and a parents' club that will feed you whether you are hungry or not.</p>
        <p>The last director stayed for 27 years. We are not looking for the same thing again. We are looking for somebody who makes kids want to practice.</p>""",
        pay=("51200", "69800", "USD", "year"),
        requirements="<ul><li>Nebraska teaching certificate with K-12 music endorsement, or eligibility</li><li>Bus license, or willingness to get one</li></ul>",
        skills=("Teaching", "Music", "Leadership"),
    ),
    WholePosting(
        "Seniorenstift Sonnenrain",
        "education",
        "Dozent/in für Pflegedeutsch (Honorar, 2 Abende)",
        "Hamburg-Bergedorf",
        "<p>Elf Kolleginnen und Kollegen aus sieben Ländern lernen bei uns für die B2-Prüfung. Sie können „Dekubitusprophylaxe“ buchstabieren, aber nicht fluchen. Beides wird gebraucht. Dienstag und Donnerstag, 17 bis 19 Uhr, in der Bibliothek; Vorbereitung wird bezahlt.</p>",
        type="part_time",
        pay=("38.00", "42.00", "EUR", "hour"),
        skills=("Teaching", "Languages"),
    ),
    WholePosting(
        "Wattlebird Aged Care",
        "nursing",
        "Registered Nurse – After Hours (casual/pool)",
        "Brunswick, Coburg, Northcote VIC",
        "<p>Six houses, one RN on the road after nine at night. You drive, phone, visit, decide. Quiet nights you read; others you don't. Backed by a GP on call and by carers who know everyone's middle name. AHPRA registration, two years post grad, car licence.</p>",
        type="part_time",
        pay=("49.20", "56.80", "AUD", "hour"),
        skills=("Patient care", "Triage", "Driving licence"),
    ),
    WholePosting(
        "Kestrel Bay Health",
        "education",
        "Clinical Educator, Simulation Lab",
        "Halifax, NS",
        """<p>Our mannequin has died four hundred times this year so that nobody else has to. You run the lab in which nurses, residents and paramedics practise the worst ten minutes of their working lives, and the twenty minutes afterwards in which they talk about it. The second part matters more.</p>
        <p>Three days in the lab, one on the wards, one for preparation. Cape Breton outreach by van four times a year.</p>""",
        level="senior",
        pay=("88000", "104000", "CAD", "year"),
        requirements="<p>Registered health professional with five years of acute practice. Training in simulation and debriefing, or funded by us in the first year.</p>",
        skills=("Teaching", "Facilitation", "Patient safety"),
    ),
    WholePosting(
        "Clinique des Tilleuls",
        "nursing",
        "Aide-soignant(e) de nuit",
        "Lyon",
        "Médecine, 30 lits, deux infirmiers et deux aides-soignants par nuit. 10 h, petite semaine / grande semaine. Prime de nuit. DEAS exigé. La machine à café est gratuite depuis 2021.",
        level="entry",
        pay=("1980", "2240", "EUR", "month"),
        skills=("Personal care",),
    ),
)
