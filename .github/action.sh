#!/usr/bin/env bash
# What action.yml runs: COMMAND on the file CONFIG, with the summary, the comment or the issue that belongs to it.
set -euo pipefail

told() { # FILE COMMAND…
  local page=$1
  shift
  "$(dirname "$0")/told.sh" "$page" --config "$CONFIG" "$@"
}

page="$RUNNER_TEMP/rota.md"
code=0
case $COMMAND in
  check)
    rota --config "$CONFIG" check --format github
    ;;
  plan)
    told "$page" plan || code=$?
    rota --config "$CONFIG" ci comment "$page"
    [ "$code" -eq 2 ] || exit "$code" # 2: there is something to do
    ;;
  apply)
    told "$page" apply
    ;;
  reconcile)
    told "$page" apply --overrides-only || code=$?
    rota --config "$CONFIG" ci drift
    exit "$code"
    ;;
  tell)
    told "$page" handover --brief || code=$?
    "$(dirname "$0")/slack.sh" "$RUNNER_TEMP/slack.md" --config "$CONFIG"
    exit "$code"
    ;;
  announce)
    told "$page" announce --apply
    ;;
  holidays)
    if told "$page" holidays --verify; then
      rota --config "$CONFIG" ci issue --key holidays --close
    else
      rota --config "$CONFIG" ci issue --key holidays --title "Bank holidays are not confirmed by GOV.UK" "$page"
    fi
    ;;
  *)
    echo "::error::rota has no command $COMMAND here: check, plan, apply, reconcile, tell, announce or holidays"
    exit 1
    ;;
esac
