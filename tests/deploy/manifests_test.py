"""The manifests under deploy/ against parallaxd itself, against one another, and, where they are at
hand, by the programs that read them: kubectl or kustomize, haproxy, promtool, systemd-analyze, and the
Kubernetes schemas of the PyPI package kubernetes-validate. PARALLAXD names the program."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
import urllib.request

import yaml

import manifests
from manifests import DEPLOY, KUBERNETES, OVERLAYS, ROOT, bytes_of, seconds, value_of

PARALLAXD = os.environ["PARALLAXD"]


def known_flags():
    text = subprocess.run([PARALLAXD, "--help"], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^    --(\w+) \(", text, re.MULTILINE))


def has_program(name):
    return unittest.skipUnless(shutil.which(name), f"{name} is not at hand")


class Flags(unittest.TestCase):
    def test_every_flag_that_is_given_exists(self):
        known = known_flags()
        self.assertIn("port", known)
        for name, arguments in manifests.command_lines().items():
            self.assertTrue(arguments, name)
            for argument in arguments:
                flag = argument.removeprefix("--").split("=", 1)[0]
                self.assertTrue(flag in known or flag.removeprefix("no") in known, f"{name}: {argument}")

    def test_the_operators_page_has_every_flag_and_no_other(self):
        page = (DEPLOY / "OPERATING.md").read_text()
        told = set(re.findall(r"^\| `--(\w+)`", page, re.MULTILINE))
        self.assertEqual(told, known_flags())

    def test_the_retry_policy_is_the_clients(self):
        published = (ROOT / "proto/parallax/v1/service_config.json").read_text()
        own = re.search(r'R"\((\{.*?\n\})\)"', (ROOT / "client/connection.cc").read_text(), re.DOTALL)
        theirs, ours = (yaml.safe_load(text)["methodConfig"][0]["retryPolicy"]
                        for text in (published, own.group(1)))
        self.assertEqual(theirs, ours)

    def test_the_operators_page_has_every_reason(self):
        header = (ROOT / "server/api/errors.h").read_text()
        reasons = re.findall(r'inline constexpr char k\w+\[\] = "([A-Z_]+)"', header)
        self.assertIn("QUEUE_FULL", reasons)
        page = (DEPLOY / "OPERATING.md").read_text()
        self.assertEqual([reason for reason in reasons if f"`{reason}`" not in page], [])


class Limits(unittest.TestCase):
    def check(self, arguments, memory, cores, time_to_stop):
        limit = int(value_of(arguments, "memory_limit"))
        self.assertLessEqual(limit, bytes_of(memory) * 3 // 4)
        threads = value_of(arguments, "threads")
        if cores is not None:
            self.assertEqual(int(threads), cores)
        needed = seconds(value_of(arguments, "drain_delay")) + seconds(value_of(arguments, "grace"))
        self.assertGreaterEqual(time_to_stop, needed + 5)

    def test_kubernetes(self):
        objects = manifests.base()
        container = manifests.container(objects)
        pod = objects["Deployment", "parallaxd"]["spec"]["template"]["spec"]
        pause = container["lifecycle"]["preStop"]["sleep"]["seconds"]
        resources = container["resources"]
        self.assertEqual(resources["requests"], resources["limits"])
        self.check(container["args"], resources["limits"]["memory"], None,
                   pod["terminationGracePeriodSeconds"] - pause)
        # Threads follow the quota, through the environment.
        self.assertEqual(value_of(container["args"], "threads"), "$(CPU_LIMIT)")
        self.assertEqual(container["env"][0]["name"], "CPU_LIMIT")
        self.assertEqual(container["env"][0]["valueFrom"]["resourceFieldRef"]["resource"], "limits.cpu")
        self.assertEqual(int(resources["limits"]["cpu"]) * 1.0, float(resources["limits"]["cpu"]))

    def test_compose(self):
        service = manifests.compose()["x-parallaxd"]
        self.check(service["command"], service["mem_limit"], service["cpus"],
                   seconds(service["stop_grace_period"]))

    def test_systemd(self):
        service = dict(manifests.unit()["Service"])
        words = [word for word in service["ExecStart"].split() if word.startswith("--")]
        self.check(words, service["MemoryMax"], None, seconds(service["TimeoutStopSec"]))


class Kubernetes(unittest.TestCase):
    """Names that must be the same in two places; of the base as written, of the rest as rendered."""

    def check(self, objects):
        deployment = objects["Deployment", "parallaxd"]["spec"]
        pod = deployment["template"]
        labels = pod["metadata"]["labels"]
        container = manifests.container(objects)
        ports = {port["name"]: port["containerPort"] for port in container["ports"]}
        self.assertEqual(str(ports["http"]), value_of(container["args"], "http_address").split(":")[1])
        self.assertEqual(ports["grpc"], 7340)
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            self.assertIn(container[probe]["httpGet"]["port"], ports)
        self.assertIn(("ServiceAccount", pod["spec"]["serviceAccountName"]), objects)
        self.assertEqual(deployment["selector"]["matchLabels"], labels)
        self.assertEqual(objects["Service", "parallaxd"]["spec"]["selector"], labels)
        self.assertEqual(objects["Service", "parallaxd"]["spec"]["clusterIP"], "None")
        self.assertIn(objects["Service", "parallaxd"]["spec"]["ports"][0]["targetPort"], ports)
        budget = objects["PodDisruptionBudget", "parallaxd"]["spec"]
        self.assertEqual(budget["selector"]["matchLabels"], labels)
        scaler = objects["HorizontalPodAutoscaler", "parallaxd"]["spec"]
        self.assertEqual(scaler["scaleTargetRef"], {"apiVersion": "apps/v1", "kind": "Deployment",
                                                    "name": "parallaxd"})
        self.assertGreater(scaler["minReplicas"], budget["maxUnavailable"])
        for (kind, _), item in objects.items():
            if kind == "NetworkPolicy":
                self.assertEqual(item["spec"]["podSelector"]["matchLabels"], labels)
                for rule in item["spec"]["ingress"]:
                    self.assertTrue(rule["from"])
                    self.assertLessEqual({port["port"] for port in rule["ports"]}, set(ports))
        self.assertEqual(objects["NetworkPolicy", "parallaxd"]["spec"]["egress"], [])
        self.check_privileges(pod["spec"], container)
        self.check_mounts(objects, pod["spec"], container)

    def check_privileges(self, pod, container):
        self.assertIs(pod["automountServiceAccountToken"], False)
        self.assertIs(pod["securityContext"]["runAsNonRoot"], True)
        self.assertIn(f"USER {pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}",
                      (DEPLOY / "Dockerfile").read_text())
        self.assertEqual(pod["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"})
        self.assertEqual(container["securityContext"], {
            "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]}})

    def check_mounts(self, objects, pod, container):
        """Every file that a flag names lies in a volume that exists."""
        mounts = {mount["mountPath"]: mount["name"] for mount in container.get("volumeMounts", [])}
        volumes = {volume["name"]: volume for volume in pod.get("volumes", [])}
        self.assertEqual(set(mounts.values()), set(volumes))
        for argument in container["args"]:
            path = argument.partition("=")[2]
            if path.startswith("/"):
                folder, _, name = path.rpartition("/")
                volume = volumes[mounts[folder]]
                if "configMap" in volume:
                    self.assertIn(name, objects["ConfigMap", volume["configMap"]["name"]]["data"])
                else:
                    self.assertIn(name, ("tls.crt", "tls.key", "ca.crt"))

    def test_base(self):
        self.check(manifests.base())

    @unittest.skipUnless(manifests.kustomize(), "neither kustomize nor kubectl is at hand")
    def test_rendered(self):
        for overlay in OVERLAYS:
            with self.subTest(overlay):
                objects = manifests.render(overlay)
                self.check(objects)
                with_tls = "tls" in overlay or "both" in overlay
                arguments = manifests.container(objects)["args"]
                self.assertEqual(value_of(arguments, "tls_client_ca") is not None, with_tls)

    @unittest.skipUnless(manifests.kustomize(), "neither kustomize nor kubectl is at hand")
    def test_schemas(self):
        try:
            import kubernetes_validate
        except ImportError:
            self.skipTest("kubernetes-validate is not at hand")
        # Of the operator's kinds there are no schemas.
        for overlay in OVERLAYS:
            for (kind, _), item in manifests.render(overlay).items():
                if not item["apiVersion"].startswith("monitoring.coreos.com/"):
                    with self.subTest(f"{overlay} {kind}"):
                        for version in ("1.30", "1.34"):
                            kubernetes_validate.validate(item, version, strict=True)

    def test_every_file_is_part_of_a_kustomization(self):
        apart = {"kustomization.yaml", "adapter_rules.yaml"}
        for kustomization in KUBERNETES.rglob("kustomization.yaml"):
            text = kustomization.read_text()
            for path in kustomization.parent.iterdir():
                if path.is_file() and path.name not in apart:
                    self.assertRegex(text, rf"- (path: )?{re.escape(path.name)}\b", path)


class Metrics(unittest.TestCase):
    """Alerts, autoscaler and adapter name what the server really says of itself."""

    def labels_on_the_page(self):
        """Name of a metric -> labels of its samples."""
        command = [PARALLAXD, "--port=0", "--http_address=127.0.0.1:0", "--log_format=json",
                   "--drain_delay=0s"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            try:
                for line in server.stderr:
                    found = re.search(r'"message":"http","address":"([^"]+)"', line)
                    if found:
                        with urllib.request.urlopen(f"http://{found.group(1)}/metrics") as answer:
                            page = answer.read().decode()
                        break
                else:
                    self.fail("the server did not say where it speaks HTTP")
            finally:
                server.terminate()
                server.communicate()
        known = {name: set() for name in re.findall(r"^# TYPE (\w+) ", page, re.MULTILINE)}
        for name, labels in re.findall(r"^(\w+)\{(.*)\} ", page, re.MULTILINE):
            if name in known:
                known[name] |= set(re.findall(r'(\w+)="', labels))
        return known

    def test_named_metrics_exist(self):
        known = self.labels_on_the_page()
        rules = (KUBERNETES / "components/prometheus/alerts.yaml").read_text()
        named = set(re.findall(r"\b(?:parallax|process)_[a-z_]+\b", rules))
        scaler = manifests.documents(KUBERNETES / "components/prometheus/autoscaler.yaml")[0]
        named.add(scaler[0]["value"]["pods"]["metric"]["name"])
        adapter = manifests.documents(KUBERNETES / "components/prometheus/adapter_rules.yaml")[0]
        self.assertEqual(adapter[0]["seriesQuery"].split("{")[0],
                         scaler[0]["value"]["pods"]["metric"]["name"])
        self.assertEqual(named - set(known), set())
        # Others, as `job`, are Prometheus' own.
        for name, labels in re.findall(r"\b(parallax_\w+)\{(\w[^}]*)\}", rules):
            self.assertLessEqual(set(re.findall(r"(\w+)=", labels)), known[name], name)

    def test_named_reasons_and_codes_exist(self):
        rules = (KUBERNETES / "components/prometheus/alerts.yaml").read_text()
        header = (ROOT / "server/api/errors.h").read_text()
        for words in re.findall(r'reason=~?"([A-Z_|]+)"', rules):
            for word in words.split("|"):
                self.assertIn(f'"{word}"', header)

    @has_program("promtool")
    def test_promtool(self):
        rules = manifests.documents(KUBERNETES / "components/prometheus/alerts.yaml")[0]["spec"]
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
            yaml.safe_dump(rules, file)
            file.flush()
            run = subprocess.run(["promtool", "check", "rules", file.name], capture_output=True,
                                 text=True, check=False)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_every_alert_is_explained(self):
        rules = manifests.documents(KUBERNETES / "components/prometheus/alerts.yaml")[0]["spec"]
        page = (DEPLOY / "OPERATING.md").read_text()
        for rule in rules["groups"][0]["rules"]:
            self.assertIn(f"| `{rule['alert']}` |", page)


class Proxy(unittest.TestCase):
    CONFIGURATION = DEPLOY / "haproxy/haproxy.cfg"

    @has_program("haproxy")
    def test_haproxy_takes_it(self):
        environment = {**os.environ, "PARALLAX_SERVER_1": "127.0.0.1:7401", "PARALLAX_HTTP_PORT_1": "7411",
                       "PARALLAX_SERVER_2": "127.0.0.1:7402", "PARALLAX_HTTP_PORT_2": "7412"}
        run = subprocess.run(["haproxy", "-c", "-f", str(self.CONFIGURATION)], env=environment,
                             capture_output=True, text=True, check=False)
        self.assertEqual((run.returncode, "WARNING" in run.stderr), (0, False), run.stderr)

    def test_compose_sets_what_it_asks_for(self):
        environment = manifests.compose()["services"]["haproxy"]["environment"]
        asked = set(re.findall(r'"\$\{(PARALLAX_\w+)\}"', self.CONFIGURATION.read_text()))
        self.assertEqual(asked - set(environment), {"PARALLAX_CERTIFICATE", "PARALLAX_CLIENT_CA"})
        services = manifests.compose()["services"]
        arguments = services["parallaxd-1"]["command"]
        for number in "12":
            host, port = environment[f"PARALLAX_SERVER_{number}"].split(":")
            self.assertIn(host, services)
            self.assertEqual(port, "7340")
            self.assertEqual(environment[f"PARALLAX_HTTP_PORT_{number}"],
                             value_of(arguments, "http_address").split(":")[1])

    def test_streams_on_a_connection_fit_the_servers(self):
        text = subprocess.run([PARALLAXD, "--help"], capture_output=True, text=True, check=True).stdout
        of_server = re.search(r"--max_concurrent_streams \(.*?default: (\d+)", text, re.DOTALL)
        of_proxy = re.search(r"tune\.h2\.max-concurrent-streams (\d+)", self.CONFIGURATION.read_text())
        self.assertLessEqual(int(of_proxy.group(1)), int(of_server.group(1)))


class Unit(unittest.TestCase):
    PATH = DEPLOY / "systemd/parallaxd.service"

    @has_program("systemd-analyze")
    def test_systemd_takes_it_and_finds_it_shut(self):
        run = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--threshold=20",
                              str(self.PATH)], capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertNotIn("Unknown", run.stderr)


class Image(unittest.TestCase):
    def test_version_is_that_of_the_program(self):
        dockerfile = (DEPLOY / "Dockerfile").read_text()
        version = re.search(r"^project\(parallax\s+VERSION ([\d.]+)",
                            (ROOT / "CMakeLists.txt").read_text(), re.MULTILINE | re.IGNORECASE).group(1)
        self.assertIn(f"ARG VERSION={version}\n", dockerfile)
        kustomization = manifests.documents(KUBERNETES / "base/kustomization.yaml")[0]
        self.assertEqual(kustomization["images"][0]["newTag"], version)


if __name__ == "__main__":
    unittest.main()
