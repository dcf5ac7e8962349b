"""Japanese full text: normalise, tokens and query are pure; index and backends stand on them."""
