#!/usr/bin/env bash
#SBATCH --job-name=integration --array=1-4 --cpus-per-task=2 --mem=4G --time=60
#
# Slurm: a suite as an array; each task takes the part of its number. From a checkout that all nodes
# see:
#
#   job=$(sbatch --parsable Tools/ci/examples/slurm.sh [options of the runner])
#   sbatch --dependency=afterany:$job --wrap 'Tools/ci/whole results/'$job'/part-*.jsonl'
set -euo pipefail
cd "${SLURM_SUBMIT_DIR:-$(dirname "$0")/../../..}"
# Each task builds in a copy of its own: nodes must not take turns in one build folder.
export SWIFTLET_RESULTS=${SWIFTLET_RESULTS:-$PWD/results/$SLURM_ARRAY_JOB_ID}
copy=$(mktemp -d)
# What tests have left, cores and captures, goes to the results.
leave() {
  local runs="$SWIFTLET_RESULTS/part-$SLURM_ARRAY_TASK_ID.runs"
  [ ! -d "$copy/.swiftlet/runs" ] || { rm -rf "$runs" && mv "$copy/.swiftlet/runs" "$runs"; }
  rm -rf "$copy"
}
trap leave EXIT
git clone --quiet --shared . "$copy"
"$copy/Tools/ci/part" "$SLURM_ARRAY_TASK_ID" "$SLURM_ARRAY_TASK_COUNT" "$@"
