"""Cities and the names they go by."""

from typing import ClassVar

from django.db import models

# Where people say the state with the city, and what it is called matters more than the country.
_BY_REGION = frozenset({"US", "CA", "AU"})


class Place(models.Model):
    """A city. Its id is that of GeoNames, so that addresses of searches hold on every site."""

    id = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    region_code = models.CharField(max_length=20, blank=True)
    region = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("-population", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["latitude", "longitude"], name="jobs_place_position"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="jobs_place_on_earth",
                violation_error_message="A place has a latitude and a longitude of this earth.",
            ),
        ]

    def __str__(self) -> str:
        """Return the name with what tells it from others of that name."""
        within = (self.country in _BY_REGION and self.region) or self.country
        return f"{self.name}, {within}"


class PlaceName(models.Model):
    """One of the names of a place, folded as the search folds words."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")
    folded = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Led by the name, so that it finds places by their names as well.
            models.UniqueConstraint(fields=["folded", "place"], name="jobs_placename_unique"),
        ]

    def __str__(self) -> str:
        return self.folded
