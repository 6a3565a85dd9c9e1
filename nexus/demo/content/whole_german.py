"""Postings in German, written in one piece."""

from nexus.demo.content.kinds import WholePosting

POSTINGS: tuple[WholePosting, ...] = (
    WholePosting(
        "Ostwind Ladewerk GmbH",
        "trades",
        "Elektroniker/in für Betriebstechnik (m/w/d)",
        "Leipzig-Plagwitz",
        """<p>Du verdrahtest Ladesäulen, die danach zehn Jahre lang auf einem Rastplatz stehen. Es sollte also beim ersten Mal stimmen.</p>
        <p>Bei uns arbeitest du im Zweierteam an einer festen Station. Du baust eine Säule vom leeren Schrank bis zur Endprüfung, unterschreibst das Protokoll und weißt, wohin sie geht. An der Wand hängt eine Karte mit Nadeln.</p>
        <p><b>Schichten:</b> früh 6:00 bis 14:00, spät 14:00 bis 22:00, im Wechsel. Keine Nachtschicht, keine Samstage.</p>""",
        pay=("3150", "3700", "EUR", "month"),
        requirements="<ul><li>Abgeschlossene Ausbildung als Elektroniker/in, Mechatroniker/in oder vergleichbar</li><li>Sicheres Lesen von Schaltplänen</li><li>Schaltberechtigung von Vorteil, sonst machen wir den Kurs gemeinsam</li><li>Deutsch so, dass man sich am Prüfstand versteht</li></ul>",
        benefits="<ul><li>38 Stunden, 30 Tage Urlaub</li><li>Deutschlandticket oder Dienstrad</li><li>Zuschläge ab der ersten Minute</li></ul>",
        skills=("Electrical installation", "Testing"),
        with_about=True,
    ),
    WholePosting(
        "Ostwind Ladewerk GmbH",
        "hr",
        "Personalreferent*in in Teilzeit (20–25 Std.)",
        "Leipzig",
        """<p>Wir sind in drei Jahren von 60 auf 190 gewachsen und haben zwischendurch vergessen, die Personalabteilung mitwachsen zu lassen. Katrin macht das bisher allein. Katrin hätte gern wieder einmal Urlaub, und zwar am Stück.</p>
        <p>Du übernimmst die gewerblichen Bereiche: Einstellungen, Verträge, Arbeitszeit, Elternzeit, schwierige Gespräche und schöne Jubiläen. Mit dem Betriebsrat wird bei uns geredet, bevor etwas entschieden ist.</p>
        <p>Die Stunden verteilst du selbst. Dienstagvormittag sollten alle da sein.</p>""",
        type="part_time",
        workplace="hybrid",
        requirements="<p>Erfahrung in der Personalarbeit, gern im Mittelstand. Arbeitsrecht so weit, dass du merkst, wann du nachschlagen musst.</p>",
        skills=("Labour law", "Recruiting"),
    ),
    WholePosting(
        "Kupferkessel Brauhaus",
        "hospitality",
        "Kellner/in gesucht!!",
        "München, Haidhausen",
        "Biergarten + Stube. April bis Oktober, gern länger. 4-Tage-Woche. Trinkgeld bleibt bei euch. Bayrisch muss man nicht können, verstehen schon. Vorbeikommen, Vroni fragen.",
        level="entry",
        pay=("15.50", None, "EUR", "hour"),
    ),
    WholePosting(
        "Kupferkessel Brauhaus",
        "manufacturing",
        "Brauer & Mälzer (m/w/d)",
        "81667 München",
        """<p>Unser Braumeister geht im Herbst in den Ruhestand, der zweite Mann rückt auf, und im Keller wird ein Platz frei.</p>
        <p>Wir brauen drei Sorten, im Winter vier, 2.800 Hektoliter im Jahr. Das ist wenig genug, um jeden Sud zu kennen, und genug, um nie fertig zu sein. Sudhaus von 1954, Gärkeller von 2022, Fässer von überall.</p>
        <p>Was du tust: maischen, läutern, kochen, probieren, putzen. Vor allem putzen. Und im Biergarten den Leuten erklären, warum es kein Pils gibt.</p>
        <p>Abgeschlossene Ausbildung oder Studium in Weihenstephan, beides recht. Wohnung über dem Stall kann gestellt werden (der Stall ist leer).</p>""",
        pay=("3300", "3900", "EUR", "month"),
        skills=("HACCP", "Quality control"),
    ),
    WholePosting(
        "Kupferkessel Brauhaus",
        "hospitality",
        "Azubi Koch/Köchin 2027",
        "München",
        "Ausbildung im eigenen Haus, kleine Küche, große Knödel. Du lernst alles, auch das Unangenehme. Übernahme ist die Regel. Probetag jederzeit. Zeugnis egal, Laune nicht.",
        level="entry",
        pay=("1150", "1350", "EUR", "month"),
        type="internship",
    ),
    WholePosting(
        "Seniorenstift Sonnenrain",
        "nursing",
        "Pflegefachkraft (m/w/d) für den Nachtdienst",
        "Hamburg-Bergedorf",
        """<p>Nachts ist es bei uns still, aber nicht leer. Herr Petersen geht um zwei gern spazieren, Frau Adebayo erzählt dann von Ibadan, und wer im Sterben liegt, soll nicht allein sein. Dafür suchen wir dich.</p>
        <h3>Was dich erwartet</h3>
        <ul><li>48 Bewohnerinnen und Bewohner auf zwei Etagen, immer zu zweit</li><li>Ein Hintergrunddienst, der wirklich ans Telefon geht</li><li>Sieben Nächte, sieben frei, oder ein anderes Modell, über das wir reden</li></ul>
        <h3>Was wir uns wünschen</h3>
        <ul><li>Examen in der Pflege, auch frisch</li><li>Ruhe</li><li>Deutsch auf B2, den Rest lernst du von Herrn Petersen</li></ul>
        <h3>Was du bekommst</h3>
        <p>Vergütung nach Tarif, Zuschläge, Zusatzversorgung, 31 Tage Urlaub und sechs Zusatztage für Nachtarbeit. Fahrradleasing, Apfelsaft, Ziegen.</p>""",
        pay=("3450", "4100", "EUR", "month"),
        skills=("Patient care", "Medication administration"),
    ),
    WholePosting(
        "Seniorenstift Sonnenrain",
        "hospitality",
        "Küchenhilfe, 15 Stunden pro Woche",
        "Hamburg",
        "Gemüse putzen, spülen, Wagen richten, mit unseren Bewohnerinnen Kartoffeln schälen (die können das besser, man muss es aushalten). Montag bis Freitag 10 bis 13 Uhr. 14,20 Euro die Stunde.",
        level="entry",
        type="part_time",
        pay=("14.20", "14.20", "EUR", "hour"),
    ),
    WholePosting(
        "Seniorenstift Sonnenrain",
        "admin",
        "Verwaltungskraft / Bewohnerbüro",
        "Hamburg-Bergedorf",
        """Sie sind die erste Ansprechperson für Bewohner, Angehörige und Behörden.

        Ihre Aufgaben:
        - Verträge, Anträge, Abrechnung mit den Kassen
        - Empfang und Telefon, vormittags besetzt
        - Taschengeldkonten führen, auf den Cent
        - Besichtigungen mit Interessierten, mit Zeit und ohne Prospekt

        Sie bringen mit:
        - Kaufmännische Ausbildung
        - Freundlichkeit, auch beim dritten Mal dieselbe Frage
        - Diskretion

        Wir bieten: TV-L, 30 Stunden, Jahressonderzahlung, einen Schreibtisch am Fenster zum Obstgarten.""",
        type="part_time",
        skills=("MS Office", "Communication"),
    ),
    WholePosting(
        "Federkiel Software GmbH",
        "service",
        "Kundenberater:in Praxissoftware (Telefon)",
        "Berlin / remote",
        """<p>Montag, acht Uhr. In viertausend Praxen startet unser Programm, und bei siebzig davon tut es etwas Unerwartetes. Du nimmst ab.</p>
        <p>Unsere Anruferinnen sind Profis in ihrem Fach und haben das Wartezimmer voll. Sie brauchen keine Schleife mit Musik, sondern jemanden, der zuhört, mitdenkt und am Ende fragt, ob wirklich alles geht. Im Schnitt dauert ein Gespräch elf Minuten, gemessen wird das nur aus Neugier.</p>
        <p>Wer aus einer Praxis kommt (MFA, Verwaltung, Abrechnung) und genug hat von Wochenenddiensten, ist bei uns besonders richtig: Das Programm bringen wir dir bei, die Praxis könnten wir dir nicht beibringen.</p>""",
        level="entry",
        workplace="hybrid",
        pay=("36000", "42000", "EUR", "year"),
        requirements="<ul><li>Freude am Telefonieren, ehrlich</li><li>Sehr gutes Deutsch</li><li>Frühaufsteher:in an drei von fünf Tagen</li></ul>",
        skills=("Customer service", "Telephone"),
        with_about=True,
    ),
    WholePosting(
        "Hotel Drei Linden",
        "hospitality",
        "Zuckerbäcker*in für das Kaffeehaus",
        "1090 Wien",
        """<p>Sachertorte haben alle. Wir hätten gern die beste Topfengolatsche des Bezirks und jemanden, der sie um halb sechs aus dem Rohr holt.</p>
        <p>Kleine Backstube, großes Fenster, Dienst von vier bis zwölf. Mehlspeiskarte nach Saison, du redest mit. Überzahlung je nach Qualifikation selbstverständlich; das gesetzlich vorgeschriebene Mindestentgelt nennen wir, weil wir müssen.</p>""",
        pay=("2450", "2900", "EUR", "month"),
        skills=("Pastry",),
    ),
    WholePosting(
        "Aarebogen Medtech AG",
        "finance",
        "Fachspezialist:in Finanz- und Rechnungswesen 60–80%",
        "Zürich-Altstetten",
        """<p>Debitoren in 22 Ländern, davon neun mit eigener Währung und vier mit eigener Vorstellung von Zahlungsfristen. Sie behalten den Überblick und die Ruhe.</p>
        <table><tr><th>Pensum</th><td>60 bis 80 %, frei verteilbar</td></tr><tr><th>Beginn</th><td>nach Vereinbarung</td></tr><tr><th>Ort</th><td>Altstetten, vier Gehminuten vom Bahnhof</td></tr><tr><th>Homeoffice</th><td>bis zur Hälfte</td></tr></table>
        <p>Sie verbuchen, mahnen, stimmen ab und wirken beim Quartalsabschluss mit. Dazu kommt das Projekt &laquo;E-Rechnung&raquo;, das Sie von Anfang an mitgestalten.</p>""",
        type="part_time",
        workplace="hybrid",
        pay=("92000", "105000", "CHF", "year"),
        requirements="<ul><li>Kaufmännische Grundbildung, Sachbearbeiter/in Rechnungswesen</li><li>Deutsch und Englisch schriftlich, Französisch von Vorteil</li></ul>",
        skills=("Accounting", "Excel"),
    ),
)
