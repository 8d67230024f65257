"""The folder of a run: training rows, rejected rows, lineage, facts and the data card."""
