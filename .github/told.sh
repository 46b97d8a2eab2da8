#!/usr/bin/env bash
# Runs a command of rota and puts what it says into the job summary, also where it fails; ends as the command ends.
#
#   told.sh PAGE OPTIONS… COMMAND…     PAGE is the file that is to hold the Markdown
set -euo pipefail

page=$1
shift
code=0
rota "$@" --format markdown > "$page" 2> "$page.said" || code=$?
cat "$page.said" >&2

# What was said beside the result: warnings, or why there is none. Indented, it is shown as it is.
if [ -s "$page.said" ]; then
  [ -s "$page" ] || [ "$code" -eq 0 ] || echo "### rota ended with $code" >> "$page"
  { echo; sed 's/^/    /' "$page.said"; } >> "$page"
fi
cat "$page"
cat "$page" >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
exit "$code"
