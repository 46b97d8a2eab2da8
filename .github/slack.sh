#!/usr/bin/env bash
# Tells Slack who is on call, beside work that matters more: whatever Slack answers, it is told and this ends well.
#
#   slack.sh PAGE OPTIONS…     PAGE is the file that is to hold the Markdown
set -euo pipefail

page=$1
shift
code=0
"$(dirname "$0")/told.sh" "$page" "$@" announce --apply || code=$?
case $code in
  0) ;;
  6) echo "::notice title=Slack was told nothing::the secret SLACK_TOKEN is not here" ;;
  *) echo "::warning title=Slack was not told::rota announce ended with $code; the summary says why" ;;
esac
