"""Where the demo's cities are, as GeoNames has them (https://www.geonames.org, CC BY 4.0)."""

from jobs.places.files import City


def _city(  # the columns of the table below
    id_: int, names: str, country: str, code: str, region: str, lat: float, lon: float, people: int
) -> City:
    name, *aliases = names.split("|")
    return City(id_, name, country, code, region, lat, lon, people, tuple(aliases))


POSITIONS = (
    _city(2643743, "London", "GB", "ENG", "England", 51.508, -0.126, 8_961_989),
    _city(2643123, "Manchester", "GB", "ENG", "England", 53.481, -2.237, 568_996),
    _city(2644688, "Leeds", "GB", "ENG", "England", 53.797, -1.548, 536_280),
    _city(2654675, "Bristol", "GB", "ENG", "England", 51.455, -2.597, 479_024),
    _city(2964574, "Dublin", "IE", "L", "Leinster", 53.333, -6.249, 1_024_027),
    _city(2965140, "Cork", "IE", "M", "Munster", 51.898, -8.471, 224_004),
    _city(2950159, "Berlin|Berlín", "DE", "16", "Berlin", 52.524, 13.411, 3_426_354),
    _city(2879139, "Leipzig", "DE", "13", "Saxony", 51.340, 12.371, 504_971),
    _city(2867714, "Munich|München|Muenchen", "DE", "02", "Bavaria", 48.137, 11.575, 1_505_005),
    _city(2911298, "Hamburg", "DE", "04", "Hamburg", 53.551, 9.993, 1_973_896),
    _city(2761369, "Vienna|Wien", "AT", "09", "Vienna", 48.209, 16.372, 1_691_468),
    _city(2657896, "Zürich|Zuerich|Zurich", "CH", "ZH", "Zurich", 47.367, 8.550, 415_367),
    _city(2988507, "Paris", "FR", "11", "Île-de-France", 48.853, 2.349, 2_138_551),
    _city(2996944, "Lyon", "FR", "84", "Auvergne-Rhône-Alpes", 45.749, 4.848, 520_774),
    _city(2509954, "Valencia|València", "ES", "60", "Valencia", 39.474, -0.380, 824_340),
    _city(2267057, "Lisbon|Lisboa", "PT", "14", "Lisbon", 38.725, -9.150, 517_802),
    _city(3173435, "Milan|Milano", "IT", "09", "Lombardy", 45.464, 9.190, 1_371_498),
    _city(2745912, "Utrecht", "NL", "09", "Utrecht", 52.091, 5.122, 376_435),
    _city(2692969, "Malmö|Malmoe", "SE", "27", "Skåne", 55.606, 13.001, 362_133),
    _city(3161732, "Bergen", "NO", "46", "Vestland", 60.393, 5.324, 294_029),
    _city(3094802, "Kraków|Cracow|Krakow", "PL", "77", "Lesser Poland", 50.061, 19.937, 816_614),
    _city(3099434, "Gdańsk|Danzig", "PL", "82", "Pomerania", 54.352, 18.649, 487_371),
    _city(5128581, "New York City|New York|NYC", "US", "NY", "New York", 40.714, -74.006, 8_804_190),
    _city(4887398, "Chicago", "US", "IL", "Illinois", 41.850, -87.650, 2_664_452),
    _city(4671654, "Austin", "US", "TX", "Texas", 30.267, -97.743, 974_447),
    _city(5746545, "Portland", "US", "OR", "Oregon", 45.523, -122.676, 652_503),
    _city(5074472, "Omaha", "US", "NE", "Nebraska", 41.256, -95.940, 486_051),
    _city(6167865, "Toronto", "CA", "08", "Ontario", 43.706, -79.399, 2_794_356),
    _city(6324729, "Halifax", "CA", "07", "Nova Scotia", 44.643, -63.577, 471_559),
    _city(4005539, "Guadalajara", "MX", "14", "Jalisco", 20.677, -103.347, 1_385_629),
    _city(3448439, "São Paulo", "BR", "27", "São Paulo", -23.547, -46.636, 12_400_232),
    _city(2158177, "Melbourne", "AU", "07", "Victoria", -37.814, 144.963, 5_435_590),
    _city(2179537, "Wellington", "NZ", "G2", "Wellington Region", -41.287, 174.776, 381_900),
    _city(1880252, "Singapore", "SG", "", "", 1.290, 103.850, 5_638_700),
    _city(1853909, "Osaka|大阪", "JP", "32", "Osaka", 34.694, 135.501, 2_753_862),
    _city(1277333, "Bengaluru|Bangalore|ಬೆಂಗಳೂರು", "IN", "19", "Karnataka", 12.972, 77.594, 8_495_492),
    _city(184745, "Nairobi", "KE", "05", "Nairobi County", -1.283, 36.817, 4_397_073),
    _city(2332459, "Lagos", "NG", "05", "Lagos", 6.454, 3.395, 15_388_000),
    _city(344979, "Addis Ababa", "ET", "44", "Addis Ababa", 9.025, 38.747, 3_860_000),
    _city(3369157, "Cape Town", "ZA", "11", "Western Cape", -33.926, 18.423, 4_772_846),
)  # fmt: skip
