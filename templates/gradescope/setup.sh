#!/usr/bin/env bash
# Runs once, as root, when Gradescope builds the image: a Python with NumPy, and bubblewrap where it works.
set -euo pipefail
here=/autograder/source
export DEBIAN_FRONTEND=noninteractive
umask 022

suits() { command -v "$1" >/dev/null && "$1" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

apt-get update
apt-get install -y --no-install-recommends bubblewrap || true
python=""
for version in 3 3.14 3.13 3.12 3.11; do
  if suits "python$version" || { apt-get install -y --no-install-recommends "python$version" "python$version-venv" && suits "python$version"; }; then
    python="python$version"
    break
  fi
done
if [ -z "$python" ]; then
  echo "No Python 3.11 or newer could be installed; choose the base image Ubuntu 22.04 or a newer one." >&2
  exit 1
fi

"$python" -m venv /opt/quizgrad
install() { /opt/quizgrad/bin/pip install --no-cache-dir --disable-pip-version-check -r "$here/requirements.txt" "$@"; }
install -c "$here/constraints.txt" || install # those very versions may not be there for this Python
/opt/quizgrad/bin/python -m compileall -q "$here/quizgrad"
chmod -R go-rwx "$here"
