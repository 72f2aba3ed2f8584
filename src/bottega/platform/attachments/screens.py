"""Screens of the library and of its partitions."""

from bottega.kernel.i18n import T
from bottega.kernel.screens import Nav, Screen
from bottega.platform.attachments.module import module
from bottega.platform.navigation_groups import PAPERS, SETTINGS

module.screen(
    "library",
    Screen(
        icon="files",
        nav=Nav(PAPERS, 90, href="/backend/storage/attachments"),
        label=T(en="File", pl="Plik"),
        plural=T(en="Files", pl="Pliki"),
        entity="attachments:attachment",
        title="{file_name}",
        columns="file_name tags file_size partition_title created_at",
    ),
)
module.screen(
    "partitions",
    Screen(
        icon="folder",
        nav=Nav(SETTINGS, 60, href="/backend/config/attachments"),
        label=T(en="Partition", pl="Partycja"),
        plural=T(en="Partitions of files", pl="Partycje plików"),
        entity="attachments:partition",
        title="{title}",
        subtitle="{code}",
        columns="code title is_public requires_ocr",
    ),
)
