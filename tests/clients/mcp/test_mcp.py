"""`parallax mcp` as an assistant sees it: through the protocol's own client for Python, which holds
every result against the schema that the tool gives."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import McpError

ROOT = Path(__file__).parents[3]
BIN = Path(os.environ.get("PARALLAX_BIN", ROOT / "build/release/bin"))
PATIENCE = 600  # seconds that a call may take on a machine that has other work


def talk(conversation: Callable[[ClientSession], Awaitable[None]]) -> None:
    """Runs a conversation with a server of its own."""

    async def run() -> None:
        server = StdioServerParameters(
            command=str(BIN / "parallax"), args=["mcp", f"--timeout={PATIENCE}"]
        )
        async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
            await conversation(session)

    asyncio.run(asyncio.wait_for(run(), PATIENCE))


def reports() -> list[dict[str, str]]:
    bundle = json.loads((ROOT / "tests/bundles/made-diplomats.json").read_text())
    return [
        {
            "id": report["id"],
            "outlet": report["source"],
            "published": report["published"],
            "headline": report["sentences"][0],
            "text": "\n".join(report["sentences"][1:]),
        }
        for report in bundle["reports"]
    ]


def test_tools_are_described_by_schemas_that_are_in_order() -> None:
    async def conversation(session: ClientSession) -> None:
        greeting = await session.initialize()
        assert greeting.serverInfo.name == "parallax"
        assert greeting.protocolVersion == "2025-06-18"
        tools = {tool.name: tool for tool in (await session.list_tools()).tools}
        assert set(tools) == {"compare", "analyze", "explain"}
        for tool in tools.values():
            for schema in (tool.inputSchema, tool.outputSchema):
                jsonschema.Draft202012Validator.check_schema(schema)
            assert tool.annotations.readOnlyHint and not tool.annotations.openWorldHint
        validator = jsonschema.Draft202012Validator(tools["compare"].inputSchema)
        validator.validate({"reports": reports(), "kinds": ["quotation"], "between": [["a", "b"]]})
        assert not validator.is_valid({"reports": reports()[:1]})

    talk(conversation)


def test_a_comparison_comes_as_a_memo_and_as_the_answer() -> None:
    async def conversation(session: ClientSession) -> None:
        await session.initialize()
        # call_tool itself holds structuredContent against the outputSchema.
        result = await session.call_tool("compare", {"reports": reports()})
        assert not result.isError
        differences = result.structuredContent["differences"]
        assert differences and result.structuredContent["facts"]
        assert "**Shared facts**" in result.content[0].text
        explained = await session.call_tool("explain", {"flag": differences[0]["rule"]})
        assert explained.structuredContent["rules"][0]["kind"] == differences[0]["kind"]
        rest = await session.call_tool(
            "compare", {"reports": reports(), "dismissed": [differences[0]["key"]]}
        )
        keys = [difference["key"] for difference in rest.structuredContent["differences"]]
        assert len(keys) < len(differences) and differences[0]["key"] not in keys

    talk(conversation)


def test_an_analysis_comes_as_text_and_as_the_answer() -> None:
    async def conversation(session: ClientSession) -> None:
        await session.initialize()
        result = await session.call_tool("analyze", {"report": reports()[0]})
        assert result.structuredContent["analysis"]["claims"]
        assert "claims" in result.content[0].text

    talk(conversation)


def test_faults_are_told_apart() -> None:
    async def refused(session: ClientSession, tool: str, arguments: dict[str, Any]) -> McpError:
        with pytest.raises(McpError) as caught:
            await session.call_tool(tool, arguments)
        return caught.value

    async def conversation(session: ClientSession) -> None:
        await session.initialize()
        error = await refused(session, "compare", {"reports": [{"text": "a"}, {"text": 1}]})
        assert error.error.code == -32602
        assert error.error.message == "reports[1].text: must be text"
        error = await refused(session, "rank", {})
        assert error.error.code == -32602
        result = await session.call_tool(
            "compare", {"reports": [{"text": "Troops fired."}, {"text": " "}]}
        )
        assert result.isError
        assert "reports[1].text" in result.content[0].text

    talk(conversation)


def test_a_ping_is_answered_while_a_comparison_runs() -> None:
    async def conversation(session: ClientSession) -> None:
        await session.initialize()
        many = [report | {"id": f"{report['id']}-{i}"} for i in range(4) for report in reports()]
        comparison = asyncio.create_task(session.call_tool("compare", {"reports": many}))
        await asyncio.sleep(0)
        await session.send_ping()
        assert not (await comparison).isError

    talk(conversation)
