from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def number_publications(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001  # Django's signature
    """Releases published before this got no number: they are counted in the order of their moments."""
    release = apps.get_model("indicators", "Release")
    published = release.objects.filter(state="published").order_by("published_at", "pk")
    for number, pk in enumerate(published.values_list("pk", flat=True), start=1):
        release.objects.filter(pk=pk).update(sequence=number)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="release",
            name="release_published_with_moment",
        ),
        migrations.AddField(
            model_name="release",
            name="checked_after",
            field=models.PositiveBigIntegerField(
                default=0,
                help_text="The last publication of the dataset that the file was compared with.",
                verbose_name="compared with",
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="sequence",
            field=models.PositiveBigIntegerField(
                blank=True,
                help_text="Order of publication, whatever the clocks said.",
                null=True,
                unique=True,
                verbose_name="order of publication",
            ),
        ),
        migrations.RunPython(number_publications, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("sequence__isnull", True), ("state", "staged")),
                    models.Q(("published_at__isnull", False), ("sequence__isnull", False), ("state", "published")),
                    _connector="OR",
                ),
                name="release_published_with_moment",
            ),
        ),
    ]
