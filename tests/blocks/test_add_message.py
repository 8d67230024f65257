from sdg_flows.blocks.add_message import AddMessageBlock

from tables import cells, reasons, table

USER_ASKS = AddMessageBlock(name="ask", text_col="q", role="user")
HE_SAYS = AddMessageBlock(name="say", text_col="a", role="assistant", input_col="messages")


def test_a_conversation_grows_by_a_message_at_a_time():
    rows = table(q=[" Why? "], a=["Because."])

    assert cells(HE_SAYS(USER_ASKS(rows).kept).kept, "messages") == [
        [{"role": "user", "content": "Why?"}, {"role": "assistant", "content": "Because."}]
    ]


def test_the_conversation_before_stays_when_the_longer_one_has_a_column_of_its_own():
    longer = AddMessageBlock(name="say", text_col="a", role="assistant", input_col="q", output_col="both")
    kept = longer(table(q=["Why?"], a=["Because."])).kept

    assert kept.column_names == ["row_id", "q", "a", "both"]
    assert [one["content"] for one in cells(kept, "both")[0]] == ["Why?", "Because."]


def test_a_row_without_a_text_or_without_a_conversation_is_rejected():
    rows = table(a=["Because.", None, " "], messages=[None, ["x"], ["x"]])

    assert reasons(HE_SAYS(rows).rejected) == {"r0": "no_messages", "r1": "null_value", "r2": "null_value"}
