"""YAML to frozen models: reads rota.yaml and what it includes, and says every fault at once, with its place."""
