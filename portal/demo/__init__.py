"""The demo: people and material to try the portal with. Facts are those of the report; the rest carries 見本."""
