"""The private storage on S3. Apart from `storages`, because boto3 is an optional dependency."""

from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]  # ships no types

from nexus.core.storages import WithoutAddress


class PrivateS3Storage(WithoutAddress, S3Storage):
    """Objects that are never public and for which not even signed URLs are handed out."""
