"""Operations that list the tools and run one, for the chat of the web application and for programs."""

from typing import Any, Final

from pydantic import Field

from bottega.kernel import rate_limits
from bottega.kernel.context import Context
from bottega.kernel.errors import Problem
from bottega.kernel.http.responses import Reply
from bottega.kernel.rate_limits import Bucket
from bottega.kernel.schemas import Input, Schema
from bottega.platform.ai_assistant.callers import caller_of
from bottega.platform.ai_assistant.module import module
from bottega.platform.ai_assistant.tool_runs import run_tool, tools_for

EXECUTIONS: Final = Bucket("AI_TOOLS", 120, 60)


class ToolShown(Schema):
    """A tool that the caller may run."""

    name: str
    title: str
    description: str
    input_schema: dict[str, Any] = Field(description="JSON Schema of `args`.")
    module: str


class ToolList(Schema):
    """The tools that the caller may run."""

    tools: list[ToolShown]


class Execution(Input):
    """Which tool, and what it is given."""

    tool_name: str = Field(min_length=1, max_length=100)
    args: dict[str, Any] = Field(default_factory=dict[str, Any], max_length=100)


class Executed(Schema):
    """What the tool answered."""

    success: bool = True
    result: Any


@module.get("/tools", "ai_assistant.view", name="tools.read")
async def list_tools(ctx: Context) -> ToolList:
    """List tools.

    Those whose features the caller holds, with the JSON Schema of what each takes. MCP clients see the same ones.
    """
    shown = [
        ToolShown(
            name=one.name,
            title=one.title(ctx.locale),
            description=one.description(ctx.locale),
            input_schema=one.input_schema,
            module=owner.name,
        )
        for one, owner in tools_for(caller_of(ctx))
    ]
    return ToolList(tools=shown)


@module.post(
    "/tools/execute",
    "ai_assistant.view",
    name="tools.execute",
    status=200,
    undoable=False,
    answers={
        200: "What the tool answered",
        201: "Success response",
        400: "Unknown tool, or what it was given is wrong",
    },
)
async def execute_tool(ctx: Context, data: Execution) -> Executed | Reply:
    """Execute tool.

    Runs in the caller's name, with their permissions. What `call_api` changes is recorded under the operation's own
    name, and `undoToken` of the result undoes it; what cannot be undone, or asks for confirmation, is done only when
    called again with the `confirmation` it answers.
    """
    await rate_limits.enforce(ctx, EXECUTIONS, f"{ctx.tenant_id} {ctx.actor.id}")
    try:
        return Executed(result=await run_tool(caller_of(ctx), data.tool_name, data.args))
    except Problem as problem:
        return Reply({"success": False, **problem.body(ctx.locale)}, problem.status)
