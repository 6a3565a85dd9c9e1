"""Postings in French, Spanish, Portuguese, Polish and with scripts other than Latin."""

from nexus.demo.content.kinds import WholePosting

POSTINGS: tuple[WholePosting, ...] = (
    WholePosting(
        "Clinique des Tilleuls",
        "nursing",
        "Infirmier·ère de bloc opératoire (H/F)",
        "Lyon 8e",
        """<p>Six salles, une équipe de vingt-deux infirmiers, dont huit diplômés de bloc, et une cadre qui vient du métier. Nous recrutons deux personnes pour ouvrir la salle 7 en septembre.</p>
        <p>Ici, la check-list se lit à voix haute et le chirurgien attend la fin. Cela paraît peu de chose ; ceux qui viennent d'ailleurs nous disent que c'est énorme.</p>
        <h3>Vos missions</h3>
        <ul><li>Circuler et instrumenter en orthopédie, viscéral et urologie</li><li>Accueillir le patient, lui parler, vérifier deux fois</li><li>Assurer la traçabilité et l'hygiène</li><li>Participer aux astreintes, environ quatre par mois</li></ul>
        <p>Débutants acceptés : six mois de tutorat, planning en double.</p>""",
        pay=("2450", "3100", "EUR", "month"),
        requirements="<p>Diplôme d'État d'infirmier. IBODE apprécié ou formation prise en charge.</p>",
        benefits="<ul><li>Treizième mois</li><li>Crèche de 6h15 à 21h45</li><li>Parking, ou la moitié de l'abonnement TCL</li></ul>",
        skills=("Patient care",),
        with_about=True,
    ),
    WholePosting(
        "Clinique des Tilleuls",
        "admin",
        "Secrétaire médical(e) – CDD 8 mois",
        "Lyon",
        "Remplacement congé maternité, consultation de cardiologie. Frappe de comptes rendus, rendez-vous, accueil. 35 h sur 4,5 jours. Poste à pourvoir tout de suite, possibilité d'évolution.",
        level="entry",
        type="contract",
        pay=("2050", "2250", "EUR", "month"),
    ),
    WholePosting(
        "Atelier Brassart",
        "trades",
        "Menuisier-ébéniste, prototypes",
        "Paris 20e & Loiret",
        """<p>Au bureau d'études, on dessine. À l'atelier, on découvre que le dessin avait tort. Entre les deux, il y a vous.</p>
        <p>Vous réalisez les prototypes de nos chaises : hêtre, frêne, contreplaqué moulé, parfois un peu d'acier. Vous passez trois jours à Paris et deux dans le Loiret, train payé, départ 7h34, un wagon qui est devenu notre deuxième salle de réunion.</p>
        <p>Nous cherchons quelqu'un qui sache affûter, mesurer, recommencer, et dire non avec courtoisie à un designer enthousiaste.</p>""",
        pay=("29000", "36000", "EUR", "year"),
        requirements="<p>CAP ou BMA ébéniste, cinq ans d'établi.</p>",
        skills=("Joinery", "Hand tools"),
    ),
    WholePosting(
        "Atelier Brassart",
        "marketing",
        "Chargé·e de communication bilingue",
        "Paris",
        """<p>Quatre expositions par an, un site en deux langues, une lettre que 11 000 bibliothécaires lisent vraiment. Vous écrivez en français, vous relisez en anglais, vous savez ce qu'est un bon à tirer.</p>
        <p>Temps partiel possible (80 %). Tickets restaurant, RTT, et une chaise au bout de cinq ans.</p>""",
        workplace="hybrid",
        skills=("Copywriting", "Editing"),
    ),
    WholePosting(
        "Alcaraván Logística",
        "logistics",
        "Mozo/a de almacén – turno de noche (campaña)",
        "Port de València",
        """De noviembre a mayo. De 22:00 a 6:00, cinco noches, sábado y domingo libres.

        Qué harás:
        - Cargar camiones con fruta (pesa, pero huele bien)
        - Mover palés con transpaleta eléctrica
        - Revisar temperatura y etiquetas

        Qué pedimos:
        - Ganas y puntualidad
        - Carné de carretillero, o lo sacas con nosotros

        Qué damos: plus de nocturnidad, transporte desde Avinguda del Port, bocadillo a las dos.""",
        level="entry",
        type="contract",
        pay=("10.60", "11.80", "EUR", "hour"),
        skills=("Forklift",),
    ),
    WholePosting(
        "Alcaraván Logística",
        "retail",
        "Comercial de exportación, francés imprescindible",
        "València",
        """<p>Nuestros clientes de Perpiñán, Lyon y París compran naranjas por teléfono a las siete de la mañana y no les gusta repetir. Usted tampoco repetirá mucho: son treinta clientes y nos conocemos.</p>
        <p>Buscamos a alguien que sepa vender fruta sin prometer el sol, negociar portes, seguir un cobro y explicar con calma por qué una helada en febrero cambia el precio en marzo.</p>
        <p>Dos viajes al mes. Variable con fórmula escrita.</p>""",
        pay=("26000", "34000", "EUR", "year"),
        workplace="hybrid",
        requirements="<ul><li>Francés C1</li><li>Tres años de venta, mejor si es producto fresco</li></ul>",
        skills=("B2B sales", "Negotiation", "Languages"),
        with_about=True,
    ),
    WholePosting(
        "Nopal Verde Empaques",
        "science",
        "Químico(a) de laboratorio, fibras naturales",
        "Guadalajara, Jalisco",
        """<p>Tenemos 300 toneladas de bagazo de agave al mes y muchas preguntas: ¿por qué unas charolas absorben grasa y otras no? ¿Qué hace la lluvia con la fibra? ¿Cuánto almidón es demasiado?</p>
        <p>El laboratorio es nuevo, chico y está lleno de luz. Trabajarás con producción, que está a veinte metros y no se guarda nada.</p>""",
        pay=("21000", "27000", "MXN", "month"),
        requirements="<p>Ingeniería química o afín, titulada(o). Un año de laboratorio.</p>",
        skills=("Laboratory techniques", "Data analysis"),
    ),
    WholePosting(
        "Nopal Verde Empaques",
        "admin",
        "RECEPCIONISTA BILINGÜE",
        "GUADALAJARA, JAL.",
        "SOLICITAMOS RECEPCIONISTA CON INGLÉS AVANZADO. HORARIO L-V 8:00 A 17:00. PRESTACIONES SUPERIORES A LA LEY. PRESENTARSE EN PUERTA 2 CON SOLICITUD ELABORADA.",
        level="entry",
        pay=("12500", None, "MXN", "month"),
    ),
    WholePosting(
        "Ipê Amarelo Educação",
        "education",
        "Professor(a) de matemática – voz e roteiro",
        "São Paulo (híbrido)",
        """<p>Sete minutos, uma ideia, nenhuma imagem. Nossas aulas chegam por telefone: a pessoa ouve, pensa, responde com o teclado. Quem ensina assim precisa de uma voz amiga e de muita clareza.</p>
        <p>Você escreve e grava quatro aulas por semana com um roteirista e testa com turmas de verdade no Grajaú, aos sábados, uma vez por mês.</p>""",
        workplace="hybrid",
        pay=("5800", "7400", "BRL", "month"),
        skills=("Mathematics", "Teaching", "Writing"),
    ),
    WholePosting(
        "Oakum & Rivet Shipyard",
        "trades",
        "Monter kadłubów okrętowych",
        "Gdańsk, Nowy Port",
        """Zatrudnimy 8 monterów kadłubów, także brygady.

        Oferujemy:
        • umowę o pracę od pierwszego dnia
        • stawkę 38–46 zł brutto za godzinę + dodatki
        • ciepły posiłek i dojazd z Wrzeszcza
        • szkolenia i egzaminy na nasz koszt

        Wymagamy: czytania rysunku, trzech lat na kadłubie, trzeźwości. Telefon od 6 do 14.""",
        pay=("38.00", "46.00", "PLN", "hour"),
        skills=("Blueprint reading",),
    ),
    WholePosting(
        "Addis Granary PLC",
        "retail",
        "የሽያጭ ሠራተኛ / Sales Representative (Amharic required)",
        "Addis Ababa, Merkato",
        """<p>ለመርካቶ ቅርንጫፋችን የሽያጭ ሠራተኛ እንፈልጋለን። ከሱቆች ጋር በየቀኑ ትነጋገራለህ ወይም ትነጋገሪያለሽ፣ ትእዛዝ ትቀበላለህ፣ ክፍያ ትከታተላለህ።</p>
        <p>You visit about thirty shops a day around Merkato, on foot, take orders for flour and see that they arrive. The shopkeepers know each bag and each price. You should, too.</p>
        <p>Education: diploma or above. Experience: 1 year. Number required: 4</p>""",
        level="entry",
        pay=("9500", "12000", "ETB", "month"),
        skills=("Customer service", "Languages"),
    ),
    WholePosting(
        "星空部品 Hoshizora Components K.K.",
        "manufacturing",
        "歯車加工オペレーター（未経験歓迎）",
        "東大阪市 Higashiōsaka",
        """<p>小さな歯車を、ていねいに。未経験の方も歓迎します。先輩が一対一で教えます。</p>
        <ul><li>勤務：8:00〜17:00（残業月平均8時間）</li><li>休日：土日祝、年間125日</li><li>社員食堂、駐輪場あり</li></ul>
        <p>We will also teach you if your Japanese is still at the beginning: N4 is enough, and lessons take place on Wednesdays.</p>""",
        level="entry",
        pay=("215000", "260000", "JPY", "month"),
        skills=("Machine operation",),
    ),
)
