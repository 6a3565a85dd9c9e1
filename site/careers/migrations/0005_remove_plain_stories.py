from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("careers", "0004_stories_become_blocks")]

    operations = [migrations.RemoveField(model_name="featuredjobpage", name="story")]
