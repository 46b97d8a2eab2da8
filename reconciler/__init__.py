"""On-call rotas as code for PagerDuty: rota.yaml in, the right person paged out."""
