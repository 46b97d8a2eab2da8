"""On-call rotas as code for PagerDuty: rota.yaml in, the right person paged out."""

__version__ = "0.1.0"
