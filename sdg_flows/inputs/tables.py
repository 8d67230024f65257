"""Files that hold a table of seeds: JSON lines, Parquet and CSV, read by Hugging Face `datasets`."""

from __future__ import annotations

import json
from collections.abc import Iterable

import datasets
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from datasets.exceptions import DatasetGenerationError

from sdg_flows.core.errors import InputError
from sdg_flows.core.table import ROW_ID, with_column, with_input_ids
from sdg_flows.inputs.csv_cells import csv_header, with_numbers
from sdg_flows.inputs.json_rows import is_array, json_rows
from sdg_flows.inputs.table_file import TableFile, table_file
