"""What recorded runs saw, where an editor shows it."""

import os
import subprocess
import sys

import pytest_asyncio
from lsprotocol import types

FILES = {
    "shop.py": '''
        class Cart:
            def total(self):
                return 1

            def unused(self):
                return 2


        class Basket:
            def total(self):
                return 1


        def price(cart, rate: int):
            """What it costs."""
            return cart.total() * rate


        def call(name, *arguments):
            return globals()[name[::-1]](*arguments)
        ''',
    "test_shop.py": """
        import shop


        def test_price():
            assert shop.call("ecirp", shop.Cart(), 2.5) == 2.5
            assert shop.call("ecirp", shop.Cart(), 2) == 2


        def test_call():
            assert shop.call("ecirp", shop.Cart(), 1) == 1
        """,
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def recorded(editor):
    command = [sys.executable, "-m", "inferd", "record", "--", sys.executable, "-m", "pytest", "-q", "-p", "no:xdist"]
    environment = {**os.environ, "INFERD_NO_DAEMON": "1"}
    subprocess.run(command, check=True, cwd=editor.root, env=environment, capture_output=True)  # noqa: ASYNC221
    return editor


async def test_a_hover_counts_calls_and_tests_and_shows_types(recorded):
    text = await recorded.hover("shop.py", "def pri|ce")
    assert "seen in 3 calls, 2 tests" in text
    assert "got cart: `shop.Cart`" in text and "got rate: `float | int`" in text
    assert "returned `float | int`" in text
    assert "against what is known: rate was `float`" in text
    assert "was `shop.Cart`, seen 3 times" in await recorded.hover("shop.py", "return ca|rt")
    assert "seen in" not in await recorded.hover("shop.py", "def unu|sed")


async def test_members_and_arguments_that_runs_saw(recorded):
    recorded.open("shop.py")
    recorded.replace("shop.py", "return cart.total()", "cart.")
    params = types.CompletionParams(recorded.document("shop.py"), recorded.at("shop.py", "    cart.|"))
    found = await recorded.client.text_document_completion_async(params)
    recorded.replace("shop.py", "    cart.", "    return cart.total()")
    # the body in the buffer is another one than what ran, so nothing of it is known
    assert [i.label for i in found.items if i.label == "unused"] == []
    recorded.replace("shop.py", "def call", "price(\n\n\ndef call")
    params = types.SignatureHelpParams(recorded.document("shop.py"), recorded.at("shop.py", "\nprice(|"))
    found = await recorded.client.text_document_signature_help_async(params)
    assert found.signatures[0].label == "price(cart: shop.Cart, rate: int) -> float | int"
    recorded.close("shop.py")


async def test_hints_by_what_was_seen(recorded):
    span = types.Range(types.Position(13, 0), types.Position(14, 0))
    params = types.InlayHintParams(recorded.document("shop.py"), span)
    found = await recorded.client.text_document_inlay_hint_async(params)
    assert [h.label for h in found] == [": shop.Cart", " -> float | int"]
    assert found[0].tooltip == "shop.Cart, seen 3 times"


async def test_a_lens_counts_the_tests(recorded):
    lenses = await recorded.client.text_document_code_lens_async(types.CodeLensParams(recorded.document("shop.py")))
    found = {}
    for lens in lenses:
        if lens.data["kind"] == "tests":
            full = await recorded.client.code_lens_resolve_async(lens)
            found[lens.data["symbol"]] = full.command.title
    assert found == {
        "shop:Cart": "2 tests",
        "shop:Cart.total": "2 tests",
        "shop:Cart.unused": "0 tests",
        "shop:Basket": "2 tests",
        "shop:Basket.total": "0 tests",
        "shop:price": "2 tests",
        "shop:call": "2 tests",
    }


async def test_what_a_run_saw_leads_to_definitions(recorded):
    assert await recorded.definition("shop.py", "cart.to|tal() * rate") == ["shop.py:2:total"]
    params = types.DefinitionParams(recorded.document("shop.py"), recorded.at("shop.py", "return ca|rt.total() * rate"))
    found = await recorded.client.text_document_type_definition_async(params)
    assert recorded.shown(found) == ["shop.py:1:Cart"]


async def test_callers_that_only_a_run_knows(recorded):
    params = types.CallHierarchyPrepareParams(recorded.document("shop.py"), recorded.at("shop.py", "def pri|ce"))
    (item,) = await recorded.client.text_document_prepare_call_hierarchy_async(params)
    calls = await recorded.client.call_hierarchy_incoming_calls_async(types.CallHierarchyIncomingCallsParams(item))
    assert [c.from_.detail for c in calls] == ["shop:call (seen in a recorded run)"]
