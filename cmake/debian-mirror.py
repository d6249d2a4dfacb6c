#!/usr/bin/env python3
"""Prints the Debian mirror this machine uses, and its keyring: `URI<TAB>KEYRING` (the keyring may be empty).

Reads deb822 *.sources and one-line *.list files. The entry of the machine's own release wins; an entry that serves something else than
Debian (a vendor's repository) has neither a Debian suite nor the component `main` with one, and is passed over.
usage: debian-mirror.py [ETC_APT [CODENAME]]
"""
import glob
import os
import re
import sys

DEFAULT_KEYRINGS = ("/usr/share/keyrings/debian-archive-keyring.gpg", "/usr/share/keyrings/debian-archive-keyring.pgp")
DEBIAN_SUITES = {"stable", "testing", "unstable", "sid", "oldstable", "bookworm", "trixie", "forky", "duke"}


def deb822_entries(text):
    """(uri, suites, components, signed_by) of each enabled binary stanza."""
    for stanza in re.split(r"\n\s*\n", text):
        fields, key = {}, None
        for line in stanza.splitlines():
            if line.startswith("#"):
                continue
            if line[:1].isspace() and key:
                fields[key] += " " + line.strip()
            elif ":" in line:
                key, value = line.split(":", 1)
                key = key.strip().lower()
                fields[key] = value.strip()
        if "deb" not in fields.get("types", "").split() or fields.get("enabled", "yes").lower() in ("no", "false", "0"):
            continue
        for uri in fields.get("uris", "").split():
            yield uri, fields.get("suites", "").split(), fields.get("components", "").split(), fields.get("signed-by", "")


def one_line_entries(text):
    for line in text.splitlines():
        match = re.match(r"\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#]*)", line)
        if match:
            signed = re.search(r"signed-by=(\S+)", match[1] or "")
            yield match[2], [match[3]], match[4].split(), signed[1] if signed else ""


def entries(etc):
    for path in sorted(glob.glob(f"{etc}/sources.list.d/*.sources")):
        yield from deb822_entries(open(path, encoding="utf-8").read())
    for path in [f"{etc}/sources.list", *sorted(glob.glob(f"{etc}/sources.list.d/*.list"))]:
        if os.path.exists(path):
            yield from one_line_entries(open(path, encoding="utf-8").read())


def codename():
    try:
        text = open("/etc/os-release", encoding="utf-8").read()
    except OSError:
        return ""
    match = re.search(r'^VERSION_CODENAME="?(\w+)', text, re.M)
    return match[1] if match else ""


def main():
    etc = sys.argv[1] if len(sys.argv) > 1 else "/etc/apt"
    release = sys.argv[2] if len(sys.argv) > 2 else codename()
    wanted = DEBIAN_SUITES | {release}
    usable = [e for e in entries(etc)
              if "main" in e[2] and wanted & set(e[1]) and re.match(r"(https?|ftp|mirror\+https?|file|copy):", e[0])]
    own = [e for e in usable if release in e[1]]
    if not usable:
        sys.exit(f"no Debian mirror is named in {etc} (sources.list, sources.list.d): set GOFERRY_DEBIAN_MIRROR to one")
    uri, _, _, signed_by = (own or usable)[0]
    keyring = signed_by if signed_by.startswith("/") and os.path.exists(signed_by) else next(filter(os.path.exists, DEFAULT_KEYRINGS), "")
    print(f"{uri}\t{keyring}")


main()
