"""`python -m reconciler` is `rota`."""

from reconciler.cli.main import main

if __name__ == "__main__":
    main()
