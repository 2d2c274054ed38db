"""What stands under deploy/, read into plain values."""

import pathlib
import re
import shlex
import shutil
import subprocess

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
OVERLAYS = ["base", "overlays/mutual-tls", "overlays/prometheus", "overlays/both"]


def documents(path):
    return [document for document in yaml.safe_load_all(path.read_text()) if document]


def kustomize():
    """The command that renders a folder, or None where there is none."""
    for command in (["kustomize", "build"], ["kubectl", "kustomize"]):
        program = shutil.which(command[0])
        # Before 4.5 it knows no components.
        if program and not re.search(r"GitVersion:\"v1\.(1\d|20)\.", version_of(command[0])):
            return command
    return None


def version_of(program):
    arguments = ["version"] if program == "kustomize" else ["version", "--client"]
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False).stdout


def render(folder):
    """The objects of a kustomization as a cluster would get them, by kind and name."""
    text = subprocess.run([*kustomize(), str(KUBERNETES / folder)], capture_output=True, text=True,
                          check=True).stdout
    return {(document["kind"], document["metadata"]["name"]): document
            for document in yaml.safe_load_all(text) if document}


def base():
    """The same of the base, as it is written."""
    found = {}
    for name in documents(KUBERNETES / "base/kustomization.yaml")[0]["resources"]:
        for document in documents(KUBERNETES / "base" / name):
            found[document["kind"], document["metadata"]["name"]] = document
    return found


def container(objects):
    return objects["Deployment", "parallaxd"]["spec"]["template"]["spec"]["containers"][0]


def compose():
    return documents(DEPLOY / "compose/compose.yaml")[0]


def unit():
    """The systemd unit: section -> list of (key, value)."""
    sections, section = {}, None
    for line in (DEPLOY / "systemd/parallaxd.service").read_text().splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            section.append(tuple(line.split("=", 1)))
    return sections


def command_lines():
    """Name of a file -> the arguments that it gives parallaxd."""
    dockerfile = (DEPLOY / "Dockerfile").read_text()
    return {
        "Dockerfile": re.findall(r'"(--[^"]+)"', dockerfile),
        "deployment.yaml": container(base())["args"],
        "arguments.yaml": [patch["value"] for patch in
                           documents(KUBERNETES / "components/mutual-tls/arguments.yaml")[0]],
        "compose.yaml": compose()["x-parallaxd"]["command"],
        "parallaxd.service": [word for word in shlex.split(dict(unit()["Service"])["ExecStart"])
                              if word.startswith("--")],
    }


def value_of(arguments, flag):
    """The value of --flag=value, None where it is not given."""
    return next((argument.split("=", 1)[1] for argument in arguments
                 if argument.startswith(f"--{flag}=")), None)


def seconds(text):
    amount, unit_name = re.fullmatch(r"([\d.]+)(s|m|h)", text).groups()
    return float(amount) * {"s": 1, "m": 60, "h": 3600}[unit_name]


def bytes_of(text):
    amount, unit_name = re.fullmatch(r"(\d+)(Gi|Mi|G|g|)", str(text)).groups()
    return int(amount) * {"Gi": 1 << 30, "Mi": 1 << 20, "G": 1 << 30, "g": 1 << 30, "": 1}[unit_name]
