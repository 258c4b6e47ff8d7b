"""The review desk 审核: cases decided and taken back, reports and appeals."""
