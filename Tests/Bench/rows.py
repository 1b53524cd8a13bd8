"""Which rows there are, in the order of the table."""
import rows_catalog, rows_files, rows_process, rows_reads, rows_vault


class Row:
    """How something is measured: a function of the bench that yields results."""

    def __init__(self, measure, by_default=lambda options: True):
        self.measure, self.by_default = measure, by_default


ROWS = {
    "get-asset": Row(rows_reads.get_asset),
    "get-asset-quiet": Row(rows_reads.get_asset_quiet),
    "list-page": Row(rows_reads.list_page),
    "not-modified": Row(rows_reads.not_modified),
    "under-writes": Row(rows_reads.under_writes),
    "latency": Row(rows_reads.latency),
    "download": Row(rows_files.download),
    "upload": Row(rows_files.upload),
    "upload-many": Row(rows_files.upload_many),
    "added-latency": Row(rows_files.added_latency),
    "vault": Row(rows_vault.vault),
    "memory": Row(rows_process.idle_memory),
    "start": Row(rows_process.start),
    "catalog": Row(rows_catalog.measure, by_default=lambda options: options.catalog),
    "builds": Row(rows_process.builds, by_default=lambda options: options.builds),
}

# Budgets of the design for what this version does not do.
LATER = [
    ("migration", "disk to disk, 20,000 small files", "not there yet"),
    ("processing", "12-megapixel JPEG to all derived fields", "not there yet"),
]
