"""Sources into canonical tables: reading, mapping, validation, quarantine, one transaction."""

from analytics.loading.files import expand
from analytics.loading.mapping import Mapping
from analytics.loading.ready import mappings, read_mapping
from analytics.loading.refused import RefusedRow, refused_rows
from analytics.loading.run import load
from analytics.loading.summary import LoadSummary, Reason, TableSummary

__all__ = [
    "LoadSummary",
    "Mapping",
    "Reason",
    "RefusedRow",
    "TableSummary",
    "expand",
    "load",
    "mappings",
    "read_mapping",
    "refused_rows",
]
