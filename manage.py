#!/usr/bin/env python
"""The command line of the portal."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  settings must be named first

    from portal.environment import EnvironmentProblem  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except EnvironmentProblem as problem:  # a sentence for who runs the portal; where it was found is no news
        sys.exit(f"設定に誤りがあるため、動かせません。{problem}")


if __name__ == "__main__":
    main()
