"""YAML to frozen models: reads rota.yaml and what it includes, and says every fault with its place."""
