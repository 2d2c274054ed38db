"""The bill of materials that deploy/sbom makes, against the image that deploy/image-root makes."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARALLAXD = pathlib.Path(os.environ["PARALLAXD"])
NEEDED = [name for name in ("dpkg-query", "jq", "ninja", "ldd") if not shutil.which(name)]


@unittest.skipIf(NEEDED, f"not at hand: {NEEDED}")
class Sbom(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        run = subprocess.run([ROOT / "deploy/sbom", PARALLAXD, PARALLAXD.parents[1], "1.2.3", "abc"],
                             capture_output=True, text=True, check=False,
                             env={**os.environ, "SOURCE_DATE_EPOCH": "0"})
        if run.returncode != 0:
            raise AssertionError(run.stderr)
        cls.text = run.stdout
        cls.sbom = json.loads(run.stdout)

    def related(self, kind):
        return {relation["relatedSpdxElement"] for relation in self.sbom["relationships"]
                if relation["relationshipType"] == kind}

    def test_every_library_of_the_image_is_of_a_package_in_it(self):
        linked = {item.removeprefix("SPDXRef-deb-") for item in self.related("DYNAMIC_LINK")}
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([ROOT / "deploy/image-root", PARALLAXD, folder], check=True,
                           capture_output=True)
            names = {path.name for path in pathlib.Path(folder).rglob("*.so*")}
        self.assertGreater(len(names), 10)
        owned = set()
        for package in self.sbom["packages"]:
            if package["name"].replace("+", "-") in linked:
                files = subprocess.run(["dpkg-query", "--listfiles", package["name"]],
                                       capture_output=True, text=True, check=True).stdout
                owned |= {pathlib.PurePath(line).name for line in files.splitlines()}
        self.assertEqual(names - owned, set())

    def test_ids_are_unique_and_relationships_name_them(self):
        ids = [package["SPDXID"] for package in self.sbom["packages"]]
        self.assertEqual(len(ids), len(set(ids)))
        for relation in self.sbom["relationships"]:
            self.assertLessEqual({relation["spdxElementId"], relation["relatedSpdxElement"]},
                                 {*ids, "SPDXRef-DOCUMENT"})
        described = {relation["relatedSpdxElement"] for relation in self.sbom["relationships"]} | {
            relation["spdxElementId"] for relation in self.sbom["relationships"]}
        self.assertLessEqual(set(ids), described)

    def test_headers_count(self):
        names = {package["name"] for package in self.sbom["packages"]}
        self.assertIn("libprotobuf-dev", names)
        self.assertIn("SPDXRef-deb-libprotobuf-dev", {
            relation["spdxElementId"] for relation in self.sbom["relationships"]
            if relation["relationshipType"] == "BUILD_DEPENDENCY_OF"})

    def test_spdx_tools_take_it(self):
        try:
            from spdx_tools.spdx.parser.parse_anything import parse_file
            from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
        except ImportError:
            self.skipTest("spdx-tools is not at hand")
        with tempfile.NamedTemporaryFile("w", suffix=".spdx.json") as file:
            file.write(self.text)
            file.flush()
            self.assertEqual(validate_full_spdx_document(parse_file(file.name)), [])


if __name__ == "__main__":
    unittest.main()
