#!/usr/bin/env bash
#SBATCH --job-name=integration --array=1-4 --cpus-per-task=2 --mem=4G --time=60
#
# Slurm: a suite as an array; each task takes the part of its number. From a checkout that all nodes
# see:
#
#   job=$(sbatch --parsable Tools/ci/examples/slurm.sh)
#   sbatch --dependency=afterany:$job --wrap 'Tools/ci/whole results/part-*.jsonl'
set -euo pipefail
cd "${SLURM_SUBMIT_DIR:-$(dirname "$0")/../../..}"
# Each task builds in a copy of its own: nodes must not take turns in one build folder.
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git clone --quiet --shared . "$copy"
export SWIFTLET_RESULTS=${SWIFTLET_RESULTS:-$PWD/results}
"$copy/Tools/ci/part" "$SLURM_ARRAY_TASK_ID" "$SLURM_ARRAY_TASK_COUNT"
