"""Run the two commands of the README, word for word, in a clone of their own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run each shell block of the README's section "Start"; the first that fails ends it."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split("## Start", 1)[1].split("\n## ", 1)[0]
    blocks = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    if len(blocks) != 2:
        print(f"the README's section Start has {len(blocks)} commands, not two")
        return 1
    for block in blocks:
        print(f"$ {block.strip()}", flush=True)
        code = subprocess.run(["bash", "-euc", block], cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


sys.exit(main())
