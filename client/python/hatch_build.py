"""Makes the messages and stubs of the package from the .proto files: those of the repository, or
those that a source distribution carries along."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ProtoBuildHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        import grpc_tools
        from grpc_tools import protoc

        root = Path(self.root)
        protos = next(p for p in (root / "proto", root.parent.parent / "proto") if p.is_dir())
        out = root / "src"
        sources = sorted(str(p.relative_to(protos)) for p in (protos / "parallax").rglob("*.proto"))
        well_known = Path(grpc_tools.__file__).parent / "_proto"
        services = [source for source in sources if source.endswith("_service.proto")]
        # google.rpc is left to googleapis-common-protos, which every gRPC user has.
        for arguments in (
            [f"--python_out={out}", f"--pyi_out={out}", *sources],
            [f"--grpc_python_out={out}", *services],
        ):
            if protoc.main(["protoc", f"-I{protos}", f"-I{well_known}", *arguments]) != 0:
                raise RuntimeError("the .proto files could not be compiled")
        (out / "parallax/v1/py.typed").touch()
